import { toString as draw } from "qrcode";

const LONGEST = 200;

/** The address of a form with the utm_* parameters given; others are left out. */
export function formLink(publicUrl: string, key: string, query: Record<string, unknown>): string {
  const link = new URL(`/f/${key}`, publicUrl);
  for (const [name, value] of Object.entries(query)) if (/^utm_(source|medium|campaign|term|content)$/.test(name) && typeof value === "string" && value !== "") link.searchParams.set(name, value.slice(0, LONGEST));
  return link.href;
}

/** A QR code as SVG, with the quiet zone of four modules that ISO/IEC 18004 asks for. */
export function qrCode(text: string): Promise<string> {
  return draw(text, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
}
