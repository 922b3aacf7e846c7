type Json = Record<string, unknown>;
interface Described {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Json }> };
}

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] as string);

/** A readable page of the API, without scripts. */
export function docsPage(document: Json): string {
  const groups = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths as Record<string, Record<string, Described>>)) {
    for (const [method, each] of Object.entries(methods)) {
      const tag = each.tags[0] ?? "";
      const parameters = (each.parameters ?? []).map((p) => `<code>${escape(p.name)}</code>${p.required ? "*" : ""} <small>${p.in}</small>`).join(", ");
      const [type, content] = Object.entries(each.requestBody?.content ?? {})[0] ?? [];
      const body = content ? `<details><summary>${escape(type ?? "")}</summary><pre>${escape(JSON.stringify(content.schema, null, 2))}</pre></details>` : "";
      groups.set(tag, [...(groups.get(tag) ?? []), `<section id="${escape(each.operationId)}"><h3><b>${method.toUpperCase()}</b> <code>${escape(path)}</code></h3>
        <p>${escape(each.summary)} <small>${escape(each.description ?? "")}</small></p>${parameters ? `<p>${parameters}</p>` : ""}${body}</section>`]);
    }
  }
  const index = [...groups.keys()].map((tag) => `<a href="#tag-${escape(tag)}">${escape(tag)}</a>`).join(" · ");
  const all = [...groups].map(([tag, sections]) => `<h2 id="tag-${escape(tag)}">${escape(tag)}</h2>${sections.join("")}`).join("");
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Clew API</title>
<style>:root{color-scheme:light dark}body{font:14px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid #8884}h3{font-size:14px;margin:1.2rem 0 .2rem;overflow-wrap:anywhere}h3 b{color:#1668dc;display:inline-block;min-width:4.5em}
p{margin:.2rem 0}small{opacity:.65}pre{overflow:auto;background:#8881;padding:.8rem;border-radius:6px}a{color:#1668dc}</style></head>
<body><h1>Clew API</h1><p>OpenAPI 3.1: <a href="/api/openapi.json">/api/openapi.json</a></p><p>${index}</p>${all}</body></html>`;
}
