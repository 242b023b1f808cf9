# Why a file that somebody wants to share cannot be used, and what can be done about it.

rebuilding-not-welcome =
    Kettle cannot use this kind of file.
    You can share a still picture whose name ends in `jpg`, `png` or `webp`.
    Or a sound whose name ends in `mp3`, `ogg`, `flac`, `wav` or `m4a`.
rebuilding-broken =
    Kettle could not read this file to its end. It may be damaged, or empty.
    It often helps to open it in an app, save it again, and share that one.
rebuilding-too-large =
    This file is too big. It can have up to 10 megabytes.
    It often helps to save it again in a smaller size.
rebuilding-too-long = This sound is too long. It can last up to 10 minutes. You can share it in parts.
rebuilding-too-many-pixels = This picture is too big. It often helps to save it again in a smaller size.
rebuilding-slow = Kettle could not get this file ready just now. Please try again in a few minutes.
