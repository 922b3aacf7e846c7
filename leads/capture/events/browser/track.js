// Tells Clew what a consenting visitor does here: <script src="https://…/t/KEY.js" async></script>
// clew('consent', true | false) · clew('identify', {phone, email}) · clew('visitor')
// Nothing is sent or kept before consent, or when the browser asks not to be tracked. No cookies, nobody else.
(() => {
  const home = new URL(document.currentScript.src);
  const door = `${home.origin}/api/v1/events/${home.pathname.split("/").pop().slice(0, -3)}`;
  const ID = "clew_visitor";
  const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
  const files = /\.(pdf|docx?|xlsx?|pptx?|csv|zip|rar|7z|gz|dmg|exe|msi|apk|mp[34])$/i;
  const started = new WeakSet();
  let visitor = null;
  let waiting = [];
  let timer = 0;
  let last = "";
  try {
    if (!refused) visitor = localStorage.getItem(ID);
  } catch {}

  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    while (visitor && waiting.length) {
      const events = waiting.splice(0, 20).map(({ since, ...event }) => ({ ...event, ago: Math.min(3600000, Math.round(performance.now() - since)) }));
      navigator.sendBeacon(door, JSON.stringify({ visitor, consent: true, events }));
    }
  };
  const tell = (kind, more) => {
    if (!visitor) return;
    waiting.push({ kind, url: location.href.slice(0, 2000), title: document.title.slice(0, 200), since: performance.now(), ...more });
    timer ||= setTimeout(flush, 1000);
  };
  const page = () => {
    if (!visitor || location.href.split("#")[0] === last) return;
    last = location.href.split("#")[0];
    tell("page", document.referrer ? { referrer: document.referrer.slice(0, 2000) } : {});
  };
  const consent = (given) => {
    if (refused) return;
    if (given && !visitor) visitor = "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
    if (!given) {
      visitor = null;
      waiting = [];
      last = "";
    }
    try {
      if (given) localStorage.setItem(ID, visitor);
      else localStorage.removeItem(ID);
    } catch {}
    page();
  };
  const verbs = { consent, identify: (who) => tell("identify", { phone: who.phone, email: who.email }), visitor: () => visitor };
  const early = (window.clew && window.clew.q) || [];
  window.clew = (verb, value) => verbs[verb] && verbs[verb](value);
  for (const call of early) window.clew(...call);

  addEventListener("click", ({ target }) => {
    const link = target.closest && target.closest("a[href]");
    if (link && link.href.startsWith("http") && (link.hasAttribute("download") || files.test(link.pathname))) tell("download", { url: link.href, title: link.textContent.trim().slice(0, 200) });
  }, true);
  addEventListener("focusin", ({ target }) => {
    const form = target.form;
    if (!form || started.has(form) || target.type === "search") return;
    started.add(form);
    tell("form_start");
  });
  addEventListener("submit", ({ target }) => started.has(target) && tell("form_submit"), true);
  addEventListener("pagehide", flush);
  addEventListener("visibilitychange", () => document.hidden && flush());
  for (const way of ["pushState", "replaceState"]) {
    const go = history[way];
    history[way] = function (...to) {
      go.apply(this, to);
      setTimeout(page);
    };
  }
  addEventListener("popstate", () => setTimeout(page));
  page();
})();
