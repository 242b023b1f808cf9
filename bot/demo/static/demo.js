// Deferred, and before simcord's own script in the page: that one takes the window's key from the address.
"use strict";

const LOOK_EVERY = 2000;

function openMenu(menu) {
  history.replaceState(null, "", "#" + menu.dataset.key);
  const toggle = menu.querySelector("[data-toggle]");
  toggle.addEventListener("click", () => {
    const open = menu.classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
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
if (menu) openMenu(menu);
look();
