// Without characters that are mistaken for one another when read aloud or typed off paper.
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to hand over: 15 random characters in three groups, about 74 bits. */
export function newPassword(): string {
  const random = crypto.getRandomValues(new Uint32Array(15));
  const text = [...random].map((number) => LETTERS[number % LETTERS.length]).join("");
  return `${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`;
}
