// SHA-256 (FIPS 180-4) of a message of at most 55 bytes. Browsers offer theirs only over https, and a company's own server
// is often reached over plain http.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const ROUNDS = primes.map((p) => fraction(Math.cbrt(p)));

const schedule = new Int32Array(64);
const block = new DataView(new ArrayBuffer(64));
const turn = (x, n) => (x >>> n) | (x << (32 - n));

/** The digest of `message` (Uint8Array) as eight signed 32-bit numbers. */
export function sha256(message) {
  for (let i = 0; i < 64; i++) block.setUint8(i, i < message.length ? message[i] : i === message.length ? 0x80 : 0);
  block.setUint32(60, message.length * 8);
  for (let i = 0; i < 16; i++) schedule[i] = block.getInt32(i * 4);
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15];
    const late = schedule[i - 2];
    schedule[i] = schedule[i - 16] + (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) + schedule[i - 7] + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + schedule[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + START[i]) | 0);
}
