// The hosted form: sends without leaving the page, says what is wrong beside the field, does the proof of work meanwhile.
import { solve } from "./solve.mjs";

const form = document.querySelector("form[data-key]");
if (form) start(form);
if (window.parent !== window) {
  const tell = () => window.parent.postMessage({ clewHeight: document.documentElement.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
}

function start(form) {
  const say = form.dataset;
  const button = form.querySelector("button");
  const general = document.getElementById("problem");
  const attempt = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  let solving = null;
  form.noValidate = true;

  /** The proof of work, begun when the visitor begins; one that is about to expire is done anew. */
  function proof() {
    if (!("guard" in say)) return Promise.resolve(null);
    if (solving && Date.now() - solving.since < 8 * 60_000) return solving.result;
    const since = Date.now();
    const result = fetch(`/f/${say.key}/challenge`, { credentials: "omit", cache: "no-store" }).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer))).then(solve);
    result.catch(() => {
      solving = null;
    });
    solving = { since, result };
    return result;
  }

  function mark(key, message) {
    const place = [...form.querySelectorAll("[data-for]")].find((p) => p.dataset.for === key);
    if (!place) return false;
    place.textContent = message;
    for (const input of form.elements) if (input.name === key) input.toggleAttribute("aria-invalid", message !== "");
    return true;
  }

  function mistakes() {
    const found = [];
    for (const input of form.elements) {
      if (input.name && input.willValidate && !input.validity.valid) found.push({ path: input.name, message: input.validity.valueMissing ? say.missing : say.invalid });
    }
    for (const group of form.querySelectorAll("[data-many][data-required]")) if (!group.querySelector(":checked")) found.push({ path: group.dataset.many, message: say.missing });
    return found;
  }

  function show(problems, other = "") {
    for (const place of form.querySelectorAll("[data-for]")) mark(place.dataset.for, "");
    const rest = problems.filter((p) => !mark(p.path, p.message)).map((p) => p.message);
    general.textContent = other || rest.join(" ") || (problems.length > 0 ? say.check : "");
    form.querySelector("[aria-invalid]")?.focus();
  }

  function values() {
    const data = new FormData(form);
    const many = new Set([...form.querySelectorAll("[data-many]")].map((group) => group.dataset.many));
    const body = {};
    for (const key of new Set(data.keys())) if (data.get(key) !== "" || key === "_hp") body[key] = many.has(key) ? data.getAll(key) : data.get(key);
    return body;
  }

  async function send() {
    const altcha = await proof();
    const answer = await fetch(`/api/v1/capture/${say.key}`, {
      method: "POST", credentials: "omit", body: JSON.stringify({ ...values(), ...(altcha ? { altcha } : {}) }),
      headers: { "content-type": "application/json", "accept-language": say.lang, "idempotency-key": attempt },
    });
    if (answer.ok) return true;
    const problem = await answer.json();
    if (answer.status === 403 || answer.status >= 500) solving = null;
    show(problem.errors, problem.errors.length > 0 ? "" : problem.title);
    return false;
  }

  /** Only of visitors the company's site has told us of, with their consent. */
  function report(kind) {
    const visitor = form.elements._visitor?.value;
    if (visitor) navigator.sendBeacon(`/api/v1/events/${say.key}`, JSON.stringify({ visitor, consent: true, events: [{ kind, url: location.href, title: document.title }] }));
  }

  form.addEventListener("focusin", () => {
    void proof().catch(() => {});
    report("form_start");
  }, { once: true });
  form.addEventListener("input", (event) => mark(event.target.name, ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = mistakes();
    show(found);
    if (found.length > 0 || button.disabled) return;
    const label = button.textContent;
    button.disabled = true;
    button.textContent = say.sending;
    const sent = await send().catch(() => show([], say.failed));
    button.disabled = false;
    button.textContent = label;
    if (!sent) return;
    report("form_submit");
    const thanks = document.getElementById("thanks");
    form.remove();
    document.querySelector(".language")?.remove();
    thanks.textContent = say.thanks;
    thanks.focus();
  });
}
