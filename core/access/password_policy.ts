import { type FieldProblem, Invalid } from "../refusal.ts";

/** Shortest and longest password, in characters. */
export const PASSWORD_LENGTH = { min: 10, max: 128 };

/** Passwords of ten characters and more that head the published lists of leaked ones, and the habits of this market. */
const COMMON = new Set([
  "1234567890", "12345678910", "123456789a", "a123456789", "0123456789", "0987654321", "9876543210", "1111111111", "0000000000", "8888888888",
  "6666666666", "1122334455", "1234512345", "1q2w3e4r5t", "1qaz2wsx3edc", "qwertyuiop", "qwerty12345", "qwerty123456", "asdfghjkl1", "zxcvbnm123",
  "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "administrator", "admin12345", "admin123456", "woaini1314", "woaini5201314",
  "5201314520", "iloveyou123", "letmein123", "welcome123", "changeme123", "abc1234567", "abcd123456", "aa123456789", "qq123456789", "abcdefghij",
]);

/** What is wrong with a password for this e-mail; null when nothing is. Length over composition rules, as NIST SP 800-63B advises. */
export function passwordProblem(password: string, email: string): FieldProblem["message"] | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.min) return { zh: `密码至少 ${PASSWORD_LENGTH.min} 个字符`, en: `A password has at least ${PASSWORD_LENGTH.min} characters` };
  if (password.length > PASSWORD_LENGTH.max) return { zh: `密码最多 ${PASSWORD_LENGTH.max} 个字符`, en: `A password has at most ${PASSWORD_LENGTH.max} characters` };
  const plain = password.toLowerCase();
  if (COMMON.has(plain) || new Set(plain).size < 3) return { zh: "这个密码太常见，请换一个", en: "This password is too common; choose another" };
  if (plain === email.toLowerCase()) return { zh: "密码不能与邮箱相同", en: "The password cannot be the e-mail" };
  return null;
}

/** Throws Invalid, naming the field, when a password does not pass. */
export function requirePassword(password: string, email: string, path = "password"): void {
  const message = passwordProblem(password, email);
  if (message) throw Invalid({}, [{ path, message }]);
}
