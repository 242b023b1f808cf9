# What /metrics says beside each figure, for whoever runs Kettle.
web-version = The version that runs.
web-start = When "kettle run" began.
web-well = 1 where a part is well, as /healthz sees it.
web-interactions = Commands, presses and forms up to the last full hour. Those of { -story(form: "many") } are left out.
web-sweep = How long ago a sweep finished.
web-due = Messages that are due now and not out yet.
web-oldest = How long the oldest of those is due.
web-outcomes = Messages that fell due in the last day, by how it ended.
web-lateness = How late messages went out that fell due in the last day.
