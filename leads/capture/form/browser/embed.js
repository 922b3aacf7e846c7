// Puts a hosted form into the page that includes this script:
// <script src="https://…/f/KEY/embed.js" data-lang="zh" data-into="#place" data-title="…"></script>
(() => {
  const script = document.currentScript;
  const home = new URL(script.src);
  const page = new URL(home.pathname.replace(/\/embed\.js$/, ""), home);
  const here = new URL(location.href);
  for (const [key, value] of here.searchParams) if (/^utm_(source|medium|campaign|term|content)$/.test(key)) page.searchParams.set(key, value);
  page.searchParams.set("embed", "1");
  page.searchParams.set("landing_page", here.origin + here.pathname);
  if (document.referrer) page.searchParams.set("referrer", document.referrer);
  // Kept by the tracking script, and only of visitors who have consented.
  try {
    const visitor = localStorage.getItem("clew_visitor");
    if (visitor) page.searchParams.set("visitor", visitor);
  } catch {}
  if (script.dataset.lang) page.searchParams.set("lang", script.dataset.lang);
  const frame = document.createElement("iframe");
  frame.src = page.href;
  frame.title = script.dataset.title || document.title;
  Object.assign(frame.style, { width: "100%", height: "480px", border: "0", display: "block" });
  const place = script.dataset.into && document.querySelector(script.dataset.into);
  if (place) place.append(frame);
  else script.after(frame);
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== home.origin) return;
    const height = event.data && event.data.clewHeight;
    if (height > 0 && height < 20000) frame.style.height = `${Math.ceil(height)}px`;
  });
})();
