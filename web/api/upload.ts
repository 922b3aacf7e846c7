import type { OutputOf } from "../../apps/contract.ts";
import { locale } from "../words/words.ts";
import { addressOf } from "./call.ts";
import { OPERATIONS } from "./operations.gen.ts";
import { ApiProblem, problemOf } from "./problem.ts";

type UploadName = "import.upload";

/** Sends a file with text fields; `onProgress` hears the share sent (0 to 1), which fetch cannot tell. Throws ApiProblem like `call`. */
export function upload<N extends UploadName>(name: N, file: File, fields: Record<string, string>, onProgress: (share: number) => void, signal?: AbortSignal): Promise<OutputOf<N>> {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", addressOf(OPERATIONS[name][1]));
    request.setRequestHeader("Accept-Language", locale());
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as OutputOf<N>);
      else void problemOf(new Response(request.responseText, { status: request.status })).then(reject);
    });
    request.addEventListener("error", () => reject(new ApiProblem(0, { code: "offline" })));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
