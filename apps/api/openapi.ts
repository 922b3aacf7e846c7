import { z } from "zod";
import type { AnyOp } from "../../core/op.ts";
import type { FieldDef, ObjectDef } from "../../core/language/types.ts";
import { SYSTEM_FIELDS } from "../../core/objects/system_fields.ts";
import { refusalCodes } from "../../core/refusal.ts";

type Json = Record<string, unknown>;

const problem = { description: "Problem document (RFC 9457)", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };

/** OpenAPI 3.1 of every operation and, as paths of their own, of every object of the organisation. */
export function openApi(operations: readonly AnyOp[], objects: readonly ObjectDef[], publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  const put = (path: string, method: string, entry: Json) => {
    paths[path] = { ...paths[path], [method]: entry };
  };
  const shared: Record<string, Json> = {};
  for (const operation of operations) put(`/api/v1${operation.http.path.replace(/:(\w+)/g, "{$1}")}`, operation.http.method.toLowerCase(), describe(operation, shared));
  for (const object of objects) {
    const name = object.key;
    const ref = { $ref: `#/components/schemas/${name}` };
    const page = { type: "object", properties: { items: { type: "array", items: ref }, next_cursor: { type: ["string", "null"] }, total: { type: "integer" } }, required: ["items", "next_cursor"] };
    const write = { $ref: `#/components/schemas/${name}_input` };
    const ok = (schema: Json, status = "200") => ({ [status]: { description: "OK", content: { "application/json": { schema } } }, default: problem });
    const tags = [object.label.en];
    const summary = (zh: string, en: string) => `${zh}${object.label.zh} / ${en} ${object.label.en.toLowerCase()}`;
    const query = ["filter", "q", "sort", "fields", "limit", "cursor", "count"].map((key) => ({ name: key, in: "query", schema: { type: "string" } }));
    const id = { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } };
    const body = (schema: Json) => ({ required: true, content: { "application/json": { schema } } });
    put(`/api/v1/records/${name}`, "get", { operationId: `${name}.list`, tags, summary: summary("查询", "List"), parameters: query, responses: ok(page) });
    put(`/api/v1/records/${name}`, "post", { operationId: `${name}.create`, tags, summary: summary("新建", "Create"), requestBody: body({ oneOf: [write, { type: "object", properties: { items: { type: "array", maxItems: 1000, items: write } }, required: ["items"] }] }), responses: ok(ref, "201") });
    put(`/api/v1/records/${name}/{id}`, "get", { operationId: `${name}.get`, tags, summary: summary("查看", "Get"), parameters: [id], responses: ok(ref) });
    put(`/api/v1/records/${name}/{id}`, "patch", { operationId: `${name}.update`, tags, summary: summary("修改", "Change"), parameters: [id, { name: "If-Match", in: "header", schema: { type: "string" } }], requestBody: body(write), responses: ok(ref) });
    put(`/api/v1/records/${name}/{id}`, "delete", { operationId: `${name}.remove`, tags, summary: summary("删除", "Remove"), parameters: [id], responses: ok({ type: "object" }) });
  }
  return {
    openapi: "3.1.0",
    info: { title: "Clew", version: "1", description: "线索管理 / lead management. Every operation, and every object of this organisation." },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" }, session: { type: "apiKey", in: "cookie", name: "clew.session_token" } },
      schemas: {
        Problem: {
          type: "object", required: ["type", "title", "status", "detail", "code", "facts", "errors"],
          properties: {
            type: { type: "string" }, title: { type: "string" }, status: { type: "integer" }, detail: { type: "string" }, code: { type: "string", enum: [...refusalCodes.keys()].sort() }, facts: { type: "object" },
            errors: { type: "array", items: { type: "object", required: ["path", "message"], properties: { path: { type: "string" }, message: { type: "string" } } } },
          },
        },
        ...shared,
        ...Object.fromEntries(objects.flatMap((o) => [[o.key, objectSchema(o, false)], [`${o.key}_input`, objectSchema(o, true)]])),
      },
    },
  };
}

function describe(operation: AnyOp, shared: Record<string, Json>): Json {
  const { http } = operation;
  const schema = toSchema(operation.input, `${operation.name}.input`, shared);
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const inPath = [...http.path.matchAll(/:(\w+)/g)].map((m) => m[1] as string);
  const rest = Object.keys(properties).filter((key) => !inPath.includes(key));
  const whole = http.body === "whole";
  const queried = http.method === "GET" ? rest : whole ? rest.filter((key) => key !== "body") : [];
  const parameters = [
    ...inPath.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? { type: "string" } })),
    ...queried.map((name) => ({ name, in: "query", required: required.has(name), schema: properties[name] })),
  ];
  const bodyKeys = http.method === "GET" || whole ? [] : rest;
  const body: Json | null = whole ? (properties.body ?? {}) : bodyKeys.length > 0
    ? { type: "object", additionalProperties: false, properties: Object.fromEntries(bodyKeys.map((k) => [k, properties[k]])), required: bodyKeys.filter((k) => required.has(k)) }
    : null;
  const type = http.body === "upload" ? "multipart/form-data" : "application/json";
  const answered = http.answer === "file" ? { "application/octet-stream": {} } : http.answer === "events" ? { "text/event-stream": {} } : { "application/json": { schema: toSchema(operation.output, `${operation.name}.output`, shared) } };
  const status = typeof http.status === "function" ? "201" : String(http.status ?? 200);
  const needs = typeof operation.needs === "function" ? "{object}:…" : operation.needs;
  return {
    operationId: operation.name, tags: [operation.name.split(".")[0]], summary: `${operation.title.zh} / ${operation.title.en}`, description: `needs: ${needs}`,
    ...(operation.needs === "public" ? { security: [] } : {}), parameters,
    ...(body && http.method !== "GET" ? { requestBody: { required: true, content: { [type]: { schema: body } } } } : {}),
    responses: { [status]: { description: "OK", content: answered }, default: problem },
  };
}

/** A schema as JSON Schema; what it refers to of itself becomes a component, because references start at the document's root. */
function toSchema(schema: z.ZodType, name: string, shared: Record<string, Json>): Json {
  const { $schema: _schema, ...whole } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", target: "draft-2020-12" }) as Json;
  const { $defs = {}, ...rest } = JSON.parse(JSON.stringify(whole).replaceAll('"#/$defs/', `"#/components/schemas/${name}.`)) as Json & { $defs?: Record<string, Json> };
  for (const [key, part] of Object.entries($defs)) shared[`${name}.${key}`] = part;
  return rest;
}

function objectSchema(object: ObjectDef, input: boolean): Json {
  const fields = [...SYSTEM_FIELDS, ...object.fields].filter((f) => !f.internal && !f.retired && (!input || !f.readonly));
  return {
    type: "object", title: object.label.zh, additionalProperties: !input,
    properties: Object.fromEntries(fields.map((f) => [f.key, { title: f.label.zh, ...fieldSchema(f) }])),
    required: input ? object.fields.filter((f) => f.required && f.default === undefined && !f.readonly).map((f) => f.key) : ["id", "version"],
  };
}

function fieldSchema(field: FieldDef): Json {
  const choices = (field.choices ?? []).filter((c) => !c.retired).map((c) => c.value);
  switch (field.type) {
    case "number": case "money": case "percent": return { type: ["number", "null"] };
    case "boolean": return { type: ["boolean", "null"] };
    case "date": return { type: ["string", "null"], format: "date" };
    case "datetime": return { type: ["string", "null"], format: "date-time" };
    case "choice": return { type: ["string", "null"], enum: [...choices, null] };
    case "multi_choice": return { type: ["array", "null"], items: { type: "string", enum: choices } };
    case "person": case "team": case "link": return { type: ["string", "null"], format: "uuid", ...(field.target ? { description: `→ ${field.target}` } : {}) };
    case "email": return { type: ["string", "null"], format: "email" };
    case "url": return { type: ["string", "null"], format: "uri" };
    case "file": return { type: ["array", "null"], items: { type: "object" } };
    case "json": return {};
    default: return { type: ["string", "null"] };
  }
}
