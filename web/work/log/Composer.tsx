import { Button, Segmented } from "antd";
import { useState, type KeyboardEvent } from "react";
import { useObject } from "../../api/objects.ts";
import { logActivity, logElsewhere } from "../../api/leads.ts";
import type { LeadRef } from "../../actions/ask.ts";
import { KeyHint } from "../../ui/KeyHint.tsx";
import { usePhoneWidth } from "../../ui/phone-width.ts";
import { tell, tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";
import { CheckIn, type Place } from "./CheckIn.tsx";
import { momentOf, suggestedNext } from "./next-step.ts";
import { NextStep, type NextChoice } from "./NextStep.tsx";
import { NoteField } from "./NoteField.tsx";

interface Props {
  /** What the activity is about: a lead, or with `object` an account, contact or opportunity. */
  lead: LeadRef;
  object?: string;
  /** Kind of activity to begin with. */
  first?: string | undefined;
  autoFocus?: boolean;
  onDone?: (() => void) | undefined;
}

const OPEN: NextChoice = { at: null, text: "", nothing: false };
const NOWHERE: Place = { place: "", latitude: undefined, longitude: undefined };
/** Kinds that have an outcome worth a tap. */
const TALKS = new Set(["call", "visit", "wechat", "meeting"]);

const log: typeof logElsewhere = (object, id, body) => (object === "lead" ? logActivity(id, body) : logElsewhere(object, id, body));

/** Logs what happened with a lead and what comes next, on one screen. */
export function Composer({ lead, object = "lead", first = "call", autoFocus = false, onDone }: Props) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const fields = useObject("activity")?.fields ?? [];
  const choices = (key: string) => (fields.find((field) => field.key === key)?.choices ?? []).filter((choice) => !choice.retired);
  const [kind, setKind] = useState(first);
  const [outcome, setOutcome] = useState<string>();
  const [note, setNote] = useState("");
  const [place, setPlace] = useState(NOWHERE);
  const [next, setNext] = useState(OPEN);
  const [missing, setMissing] = useState(false);
  const [saving, setSaving] = useState(false);
  const closed = object === "lead" && (lead.stage === "converted" || lead.stage === "disqualified");
  const chooseOutcome = (value: string | undefined): void => {
    setOutcome(value);
    if (next.at || next.nothing) return;
    const suggested = suggestedNext(value);
    if (suggested === "nothing") setNext({ ...OPEN, nothing: true });
    else if (suggested) setNext({ ...OPEN, at: momentOf(suggested) });
  };
  const save = async (): Promise<void> => {
    if (object === "lead" && !closed && kind !== "note" && !next.at && !next.nothing) return setMissing(true);
    setSaving(true);
    try {
      await log(object, lead.id, {
        kind, ...(outcome && TALKS.has(kind) ? { outcome } : {}), ...(note.trim() ? { summary: note.trim() } : {}),
        ...(kind === "visit" && place.place.trim() ? { place: place.place.trim() } : {}), ...(kind === "visit" && place.latitude !== undefined ? { latitude: place.latitude, longitude: place.longitude } : {}),
        ...(next.at ? { next_step: { at: next.at, ...(next.text.trim() ? { text: next.text.trim() } : {}) } } : {}), ...(next.nothing ? { nothing_next: true } : {}),
      });
      setOutcome(undefined);
      setNote("");
      setPlace(NOWHERE);
      setNext(OPEN);
      setMissing(false);
      tell(t("leads:logged"));
      onDone?.();
    } catch (error) {
      tellProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) void save();
  };
  return (
    <form className="composer" aria-label={t("leads:log")} onKeyDown={press} onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <Segmented<string> block={phone} size={phone ? "middle" : "small"} value={kind} options={choices("kind").map((choice) => ({ value: choice.value, label: text(choice.label) }))} onChange={setKind} aria-label={t("leads:kind")} />
      {TALKS.has(kind) && (
        <div className="pills" role="group" aria-label={t("leads:outcome")}>
          {choices("outcome").map((choice) => <button key={choice.value} type="button" className="pill" aria-pressed={outcome === choice.value} onClick={() => chooseOutcome(outcome === choice.value ? undefined : choice.value)}>{text(choice.label)}</button>)}
        </div>
      )}
      {kind === "visit" && <CheckIn value={place} onChange={setPlace} />}
      <NoteField value={note} onChange={setNote} autoFocus={autoFocus} />
      {!closed && <NextStep value={next} missing={missing && !next.at && !next.nothing} onChange={setNext} />}
      <div className="composer-foot">
        {!phone && <KeyHint shortcut="mod+enter" />}
        <Button type="primary" htmlType="submit" loading={saving}>{t("leads:save_log")}</Button>
      </div>
    </form>
  );
}
