// What the pages gain from a script; each works without it. Nothing is stored in the browser.
"use strict";

const POLL_MS = 10_000;
const DRAFT_MS = 5_000;
const $ = (selector, within = document) => within.querySelector(selector);

// Rows that changed since the page was made are counted, never swapped under the reader.
function watchForChanges() {
  const live = $("#live");
  if (!live) return;
  const shown = live.dataset.marks.split(" ").filter(Boolean);
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(`/changes/${live.dataset.page}`).catch(() => null);
    if (answer?.status === 403) return clearInterval(timer);
    if (!answer?.ok) return;
    const now = await answer.json();
    const changed = Math.max(
      now.filter((mark) => !shown.includes(mark)).length,
      shown.filter((mark) => !now.includes(mark)).length,
    );
    if (String(changed) === (live.dataset.changed ?? "0")) return;
    live.dataset.changed = changed;
    if (!changed) return live.replaceChildren();
    const words = changed === 1 ? live.dataset.one : live.dataset.many;
    const link = Object.assign(document.createElement("a"), { href: live.dataset.path, textContent: live.dataset.show });
    live.replaceChildren(words.replace("{n}", changed), " ", link);
  }, POLL_MS);
}

// Two minutes before the session ends a bar offers to stay; at the end the page, and what it shows, goes away.
function mindTheTime() {
  const idle = $("#idle");
  if (!idle) return;
  const warn = Number(document.body.dataset.warn);
  const words = $("[data-words]", idle);
  let timer = 0;

  async function look() {
    const answer = await fetch("/session").catch(() => null);
    if (!answer?.ok) return plan(warn);
    const left = (await answer.json()).seconds_left;
    if (left <= 0) return leave();
    plan(left);
  }
  function plan(left) {
    const near = left <= warn;
    idle.hidden = !near;
    words.textContent = near ? words.dataset.words : "";
    if (near) saveDraft();
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, near ? Math.min(left, 15) : left - warn) * 1000);
  }
  function leave() {
    const canBeAskedForAgain = !location.pathname.startsWith("/do/");
    location.replace(canBeAskedForAgain ? location.pathname + location.search : "/sign-in");
  }
  idle.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(idle.action, { method: "POST", body: new URLSearchParams(new FormData(idle)) }).catch(() => null);
    if (answer?.ok) plan((await answer.json()).seconds_left);
  });
  plan(Number(document.body.dataset.secondsLeft));
}

// What is typed and not sent is kept on the server, encrypted, a little after each change.
let typedSince = false;

async function saveDraft() {
  const form = $("#fill");
  if (!form || !typedSince) return;
  typedSince = false;
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true };
  const answer = await fetch(form.dataset.draft, sent).catch(() => null);
  if (!answer?.ok) return void (typedSince = true);
  $("#draft").textContent = (await answer.json()).saved;
}

function keepDrafts() {
  const form = $("#fill");
  if (!form) return;
  let timer = 0;
  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    typedSince = true;
    clearTimeout(timer);
    timer = setTimeout(saveDraft, DRAFT_MS);
  });
  // Another button, a link or a closed window must not lose what was typed in the last seconds.
  window.addEventListener("pagehide", saveDraft);
  form.addEventListener("submit", () => {
    typedSince = false;
    clearTimeout(timer);
  });
}

function countCharacters() {
  for (const box of document.querySelectorAll("textarea[data-limit]")) {
    const count = document.getElementById(`c-${box.id.slice(2)}`);
    const limit = Number(box.dataset.limit);
    const show = () => {
      if (!box.value) return;
      count.textContent = count.dataset.used
        .replace("{used}", box.value.length.toLocaleString("en-GB"))
        .replace("{limit}", limit.toLocaleString("en-GB"));
      count.classList.toggle("over", box.value.length > limit);
    };
    box.addEventListener("input", show);
    show();
  }
}

watchForChanges();
mindTheTime();
keepDrafts();
countCharacters();
