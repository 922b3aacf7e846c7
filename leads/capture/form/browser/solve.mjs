import { sha256 } from "./sha256.mjs";

const AT_ONCE = 2_000;
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

/**
 * Solves a challenge (ALTCHA version 2, SHA-256, cost 1): finds the counter with which the digest of salt, nonce and
 * counter begins as asked. Lets the page breathe in between. Answers base64 of {challenge, solution}.
 */
export async function solve(challenge) {
  const { salt, nonce, keyPrefix } = challenge.parameters;
  const start = [...bytes(salt), ...bytes(nonce)];
  const message = new Uint8Array(start.length + 4);
  message.set(start);
  const counterAt = new DataView(message.buffer);
  const first = parseInt(keyPrefix.slice(0, 8), 16) | 0;
  for (let counter = 0; ; counter++) {
    counterAt.setUint32(start.length, counter);
    const digest = sha256(message);
    if (digest[0] === first) {
      const derivedKey = digest.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
      if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
    if (counter % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve));
  }
}
