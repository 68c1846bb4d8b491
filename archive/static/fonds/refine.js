"use strict";
// A step from one search to the next fetches the page of the next and puts its main part in the place of this one:
// nothing flickers, the place on the page and the opened facets stay. What is fetched is the page that everybody gets,
// so without this script, and wherever it is in doubt, the browser simply goes there.
function refine() {
  const SETTLED = 100;
  const ASSETS = "link[rel=stylesheet], script[src]";
  const OF_ONE_SEARCH = "link[rel=alternate], link[rel=prev], link[rel=next], meta[name=robots]";
  const main = document.querySelector("main");
  const toggled = new Map();
  let shown = location.pathname + location.search;
  let asked, scrolling, goesElsewhere;

  // A live region is heard only if it was there before its words changed, so it stands outside of what is replaced.
  const heard = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  heard.setAttribute("role", "status");
  main.after(heard);

  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const nameOf = (details) => words(details.querySelector("summary")).replace(/ \d+ chosen$/, "");
  const total = () => main.querySelector(".found");

  // --- Which steps are taken here ---

  const isModified = (event) => event.button > 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  const isSearch = (url) => url.origin === location.origin && url.pathname === location.pathname && !url.hash;
  const isOurs = (link) => isSearch(new URL(link.href)) && !link.hasAttribute("download") && !link.target;

  document.addEventListener("click", (event) => {
    goesElsewhere = isModified(event);
    const details = event.target.closest("summary")?.parentElement;
    if (details) toggled.set(nameOf(details), !details.open);
    const link = event.target.closest("a[href]");
    if (!link || goesElsewhere || event.defaultPrevented) return;
    if (!main.contains(link) || !isOurs(link)) return leave();
    event.preventDefault();
    go(link.href, link);
  });

  document.addEventListener("submit", (event) => {
    // Sending by a click with Ctrl opens a window of its own; only the click before it tells.
    if (!event.target.matches(".search-form") || goesElsewhere || event.defaultPrevented) return;
    event.preventDefault();
    go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
  });

  function leave() {
    asked?.abort();
    remember();
  }

  function go(address, link) {
    fetchPage(address, () => location.assign(address), (page, canonical) => {
      const change = link?.closest(".facets") && changeBy(link);
      const top = link?.getBoundingClientRect().top;
      remember();
      // As in the browser itself, the same address again is not another entry of the history.
      history[canonical === location.href ? "replaceState" : "pushState"]({ y: scrollY }, "", canonical);
      show(page);
      const twin = change && [...main.querySelectorAll(".facets a")].find((each) => changeBy(each) === change);
      if (!twin) return lookAtTotal();
      twin.focus({ preventScroll: true });
      scrollBy({ top: twin.getBoundingClientRect().top - top, behavior: "instant" });
      heard.textContent = words(total());
    });
  }

  // What a link adds to the search or takes from it: the same before and after it was followed.
  function changeBy(link) {
    const [here, there] = [location, link].map(({ href }) =>
      [...new URL(href).searchParams].filter(([name]) => name !== "page").map((pair) => pair.join("=")));
    return [...here.filter((each) => !there.includes(each)), ...there.filter((each) => !here.includes(each))].join("&");
  }

  // Focused it is read aloud, so the live region keeps silent.
  function lookAtTotal() {
    heard.textContent = "";
    total().focus({ preventScroll: true });
    total().scrollIntoView({ block: "nearest" });
  }

  // --- Fetching and showing ---

  // Gives the page and its own address to `put`; `fallBack` lets the browser go there if it is anything but a like page.
  async function fetchPage(address, fallBack, put) {
    asked?.abort();
    const mine = asked = new AbortController();
    main.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(address, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (reply.status === 200 && isSearch(new URL(reply.url)) && isLike(page, reply)) put(page, reply.url);
      else fallBack();
    } catch {
      if (!mine.signal.aborted) fallBack();
    } finally {
      if (asked === mine) {
        asked = undefined;
        main.removeAttribute("aria-busy");
      }
    }
  }

  // After an upgrade of the archive a page may need other styles and scripts than those that are here.
  const assetsOf = (root) => [...root.querySelectorAll(ASSETS)].map((each) => each.outerHTML).join();
  const isLike = (page, reply) => reply.headers.get("Content-Type")?.startsWith("text/html")
    && page.querySelector("main [data-refinable]") && assetsOf(page) === assetsOf(document);

  function show(page) {
    shown = location.pathname + location.search;
    document.title = page.title;
    for (const each of document.head.querySelectorAll(OF_ONE_SEARCH)) each.remove();
    document.head.append(...page.head.querySelectorAll(OF_ONE_SEARCH));
    main.replaceChildren(...page.querySelector("main").childNodes);
    settle();
  }

  function settle() {
    total().removeAttribute("role"); // else it might be read twice
    total().tabIndex = -1;
    for (const details of main.querySelectorAll("details")) details.open = toggled.get(nameOf(details)) ?? details.open;
  }

  // --- Back and forward ---

  // Contents are fetched again, never kept: what was withdrawn meanwhile must not come back.
  addEventListener("popstate", ({ state }) => {
    clearTimeout(scrolling);
    if (location.pathname + location.search === shown) { // to or from a mark on this page
      asked?.abort();
      return state && scrollAsIn(state);
    }
    fetchPage(location.href, () => location.reload(), (page) => {
      const wasInside = main.contains(document.activeElement);
      show(page);
      if (wasInside) lookAtTotal();
      else heard.textContent = words(total());
      scrollAsIn(state);
    });
  });

  // The browser would scroll before the contents are there. So it is left to this script, also when the reader comes
  // back from another page, which is why the place is kept in the history.
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => asked?.abort());
  addEventListener("scroll", () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => asked || remember(), SETTLED);
  }, { passive: true });
  const remember = () => history.replaceState({ y: scrollY }, "");
  const scrollAsIn = (state) => scrollTo({ top: state?.y ?? 0, behavior: "instant" });

  settle();
  if (history.state) scrollAsIn(history.state);
  else remember();
}
if (document.querySelector("main [data-refinable]")) refine();
