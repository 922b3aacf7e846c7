import i18next from "i18next";
import { useCallback } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Text } from "../../core/refusal.ts";
import { recall, remember } from "../ui/storage.ts";
import type { Bundle } from "./bundle.ts";
import type words from "./zh-CN/index.ts";

export type Locale = "zh-CN" | "en";
export const LOCALES: readonly { locale: Locale; name: string }[] = [{ locale: "zh-CN", name: "简体中文" }, { locale: "en", name: "English" }];

type Words = typeof words;
/** Every key of the interface's texts, as "namespace:key"; a misspelt one does not compile. */
export type WordKey = { [N in keyof Words & string]: `${N}:${keyof Words[N] & string}` }[keyof Words & string];
export type Say = (key: WordKey, values?: Record<string, unknown>) => string;

const PIECES = {
  "zh-CN": { first: () => import("./zh-CN/bundle.ts"), all: () => import("./zh-CN/index.ts") },
  en: { first: () => import("./en/bundle.ts"), all: () => import("./en/index.ts") },
};
const bundles = new Map<Locale, Bundle>();
const whole = new Set<Locale>();
let allWanted = false;

/** The locale before anybody has signed in: the last one used here, else the browser's, else Chinese. */
export function firstLocale(): Locale {
  const known = recall("locale") ?? navigator.language;
  return known.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

/** The language asked for last, which may still be on its way. */
let asked = firstLocale();
void i18next.use(initReactI18next).init({ lng: asked, resources: {}, initAsync: false, nsSeparator: ":", keySeparator: false, interpolation: { escapeValue: false } });

/** Loads a language (texts, Ant Design's and the dates' with it) and switches to it. */
export async function speak(locale: Locale): Promise<void> {
  asked = locale;
  if (!bundles.has(locale)) {
    const { default: bundle } = await PIECES[locale].first();
    add(locale, bundle.words);
    bundles.set(locale, bundle);
  }
  if (allWanted) await sayAll(locale);
  bundles.get(locale)?.useDates();
  remember("locale", locale);
  document.documentElement.lang = locale;
  await i18next.changeLanguage(locale);
}

/** A module that says more than the frame and the lists do, once the words for it are there. */
export async function withAllWords<T>(module: Promise<T>): Promise<T> {
  allWanted = true;
  await Promise.all([...new Set([locale(), asked])].map(sayAll));
  return module;
}

async function sayAll(locale: Locale): Promise<void> {
  if (whole.has(locale)) return;
  add(locale, (await PIECES[locale].all()).default);
  whole.add(locale);
}

function add(locale: Locale, words: Bundle["words"]): void {
  for (const [namespace, texts] of Object.entries(words)) i18next.addResourceBundle(locale, namespace, texts);
}

/** The language spoken now. */
export const locale = (): Locale => (i18next.language === "en" ? "en" : "zh-CN");
/** Says a text outside a component. */
export const say: Say = (key, values) => i18next.t(key, values ?? {});
/** Of a text stored in both languages, the one being spoken. */
export const inWords = (text: Text): string => (locale() === "en" ? text.en || text.zh : text.zh || text.en);

/** The interface's texts in the current language; the component redraws when it changes. */
export function useWords(): Say {
  const { t } = useTranslation();
  return useCallback<Say>((key, values) => t(key, values ?? {}), [t]);
}

export function useLocale(): Locale {
  return useTranslation().i18n.language === "en" ? "en" : "zh-CN";
}

/** Picks the spoken language of a {zh, en} text. */
export function useText(): (text: Text) => string {
  const spoken = useLocale();
  return useCallback((text: Text) => (spoken === "en" ? text.en || text.zh : text.zh || text.en), [spoken]);
}

/** Ant Design's own texts in the current language. */
export function useAntdLocale(): Bundle["antd"] | undefined {
  return bundles.get(useLocale())?.antd;
}
