// What is typed into a form is kept every twenty seconds: on the desk, or in this browser as long as the desk does not
// take it. Nothing here saves anything; docs/editors.md says what happens to what is kept.
"use strict";

(() => {
  const PREFIX = "fonds-kept:";
  const PAUSE = 20_000; // milliseconds between two sendings of what was typed
  const SIGN_OF_LIFE = 60_000; // and between two that only say that the form is open
  const OLD = 90 * 24 * 3600 * 1000;

  // --- In this browser: never beyond the save, the log-out, or ninety days ---

  const here = {
    get(name) {
      try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch { return null; }
    },
    put(name, item) {
      try { localStorage.setItem(PREFIX + name, JSON.stringify(item)); return true; } catch { return false; }
    },
    drop(name) {
      try { localStorage.removeItem(PREFIX + name); } catch { /* then there is nothing */ }
    },
    names() {
      try { return Object.keys(localStorage).filter((each) => each.startsWith(PREFIX)).map((each) => each.slice(PREFIX.length)); } catch { return []; }
    },
    dropWhere(unwanted) {
      for (const name of this.names()) if (unwanted(this.get(name) ?? {})) this.drop(name);
    },
  };

  for (const message of document.querySelectorAll(".messagelist [class*='form-']")) {
    const token = /\bform-([0-9a-f]{32})\b/.exec(message.className)?.[1];
    if (token) here.dropWhere((item) => item.token === token);
  }
  here.dropWhere((item) => !(Date.now() - item.moment < OLD));
  document.getElementById("logout-form")?.addEventListener("submit", () => here.dropWhere(() => true));

  // --- The form ---

  const place = document.getElementById("keeping");
  const form = document.querySelector("form.document-form, form.record-form");
  if (!place || !form) return;

  const { address, owner } = place.dataset;
  const state = place.querySelector(".kept-state");
  const token = form.elements.form_token;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  let changed = false; // since it was kept last
  let leaving = false;
  let sending = Promise.resolve();

  const drawn = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const undecided = () => place.querySelector("[data-offered]") !== null;
  const tell = (words) => { if (state.textContent !== words) state.textContent = words; };

  function typed() {
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    return new URLSearchParams(pairs).toString();
  }

  function post(act, body) {
    const headers = { "X-CSRFToken": csrf, "Content-Type": "application/x-www-form-urlencoded" };
    return fetch(`${address}&act=${act}`, { method: "POST", headers, body, redirect: "manual", keepalive: body.length < 60_000 });
  }

  // --- Keeping ---

  function keep() {
    if (!changed || leaving) return;
    if (undecided()) return tell("What you type now is not kept yet. Choose above what is to become of what you typed before.");
    if (!token.value) token.value = drawn();
    changed = false;
    const body = typed();
    sending = sending.then(() => send(body));
  }

  async function send(body) {
    const reply = await post("keep", body).catch(() => null);
    if (leaving) return;
    if (reply?.ok) {
      here.drop(owner);
      const told = await reply.json();
      name(told.others);
      tell(`What you typed is kept, not saved: ${told.moment} UTC.`);
    } else if (reply?.status === 413) {
      tell("This is too long to be kept on the way. Save it now and then.");
    } else {
      keepHere(body, reply?.status === 403 || reply?.type === "opaqueredirect");
    }
  }

  function keepHere(body, refused) {
    const why = refused ? "Your log-in has ended, or is no longer the one of this form." : "The desk cannot be reached.";
    const kept = here.put(owner, { moment: Date.now(), token: token.value, data: body });
    tell(kept
      ? `${why} What you type is kept in this browser until you save it or log out.`
      : `${why} This browser cannot keep what you type either: copy it before you leave.`);
    changed = !kept;
  }

  async function sayOpen() {
    if ((document.hidden && !changed) || undecided()) return;
    const reply = await post("open", "").catch(() => null);
    if (reply?.ok) name((await reply.json()).others);
  }

  function name(others) {
    const list = place.querySelector(".at-work");
    const words = others.map((each) => `${each.name} is editing this since ${each.since} UTC.`);
    if (words.join() === [...list.children].map((each) => each.textContent).join()) return;
    list.replaceChildren(...words.map((each) => Object.assign(document.createElement("p"), { textContent: each })));
  }

  // What is sent to be saved stays here until a page says that it was: the log-in may have ended, the line be cut.
  function leave() {
    leaving = true;
    if (!token.value) token.value = drawn();
    if (!undecided()) here.put(owner, { moment: Date.now(), token: token.value, data: typed() });
  }

  // --- What this browser kept is offered, and goes the same way as what the desk kept ---

  function offer(item) {
    const box = document.getElementById("kept-here").content.firstElementChild.cloneNode(true);
    box.querySelector("time").textContent = new Date(item.moment).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    box.addEventListener("click", ({ target }) => {
      if (target.value === "take") takeUp(item);
      if (target.value === "discard") { here.drop(owner); box.remove(); }
    });
    state.before(box);
  }

  async function takeUp(item) {
    const reply = await post("keep", item.data).catch(() => null);
    if (!reply?.ok) return tell("The desk does not take it now. It stays in this browser: try again, or log in again first.");
    leaving = true;
    here.drop(owner);
    location.assign("?kept=1");
  }

  const item = here.get(owner);
  if (item && item.token !== token.value) offer(item);

  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", ({ submitter }) => { if (submitter?.name !== "_preview") leave(); });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  setInterval(keep, PAUSE);
  setInterval(sayOpen, SIGN_OF_LIFE);
  sayOpen();
})();
