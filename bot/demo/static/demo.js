// Deferred, and before simcord's own script in the page: that one takes the window's key from the address.
"use strict";

const LOOK_EVERY = 2000;

function openMenu(menu) {
  history.replaceState(null, "", "#" + menu.dataset.key);
  // A link would change the address, and with it the key.
  document.querySelector("[data-skip]").addEventListener("click", () => {
    document.getElementById("channel-composer-input").focus();
  });
  const toggle = menu.querySelector("[data-toggle]");
  toggle.addEventListener("click", () => {
    const open = menu.classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
  });
}

// Discord stays at the newest message, and goes there when one comes. simcord waits to be asked, and scrolls by
// itself for a moment after it drew something. A message that is taller than the window is shown from its start.
function stayAtNewest(timeline, list) {
  let atEnd = true;
  let newest = null;
  let following = 0;
  const end = () => {
    const last = list.lastElementChild;
    const bottom = timeline.scrollHeight - timeline.clientHeight;
    if (!last || last.offsetHeight <= timeline.clientHeight) return bottom;
    return timeline.scrollTop + last.getBoundingClientRect().top - timeline.getBoundingClientRect().top;
  };
  const goToEnd = () => { timeline.scrollTop = end(); };
  const follow = () => {
    following = performance.now() + 800;
    goToEnd();
  };
  new MutationObserver(() => {
    const last = list.lastElementChild?.dataset.messageId;
    if (last === newest) return;
    newest = last;
    atEnd = true;
    follow();
  }).observe(list, { childList: true });
  new ResizeObserver(() => { if (atEnd) follow(); }).observe(list);
  for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    timeline.addEventListener(gesture, () => { following = 0; }, { passive: true });
  }
  timeline.addEventListener("scroll", () => {
    if (performance.now() < following) goToEnd();
    else atEnd = Math.abs(end() - timeline.scrollTop) < 40;
  });
}

function showNow(now) {
  for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = now.clock;
  for (const mark of document.querySelectorAll("[data-news]")) mark.hidden = !now.news.includes(mark.dataset.news);
  const elsewhere = document.querySelector("[data-elsewhere]");
  if (elsewhere) elsewhere.hidden = now.window === elsewhere.dataset.elsewhere;
}

async function look() {
  try {
    const answer = await fetch("/now");
    if (answer.ok) showNow(await answer.json());
  } catch {
    // The demo was stopped; the page stays as it is.
  }
  setTimeout(look, LOOK_EVERY);
}

const menu = document.querySelector("[data-key]");
if (menu) {
  openMenu(menu);
  stayAtNewest(document.getElementById("channel-timeline"), document.getElementById("channel-message-list"));
}
look();
