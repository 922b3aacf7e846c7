import { EnvironmentOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { useWords } from "../../words/words.ts";

export interface Place {
  place: string;
  latitude: number | undefined;
  longitude: number | undefined;
}

/** Where a visit took place: the device's position when the person allows it, and the place in words. */
export function CheckIn({ value, onChange }: { value: Place; onChange: (value: Place) => void }) {
  const t = useWords();
  const [state, setState] = useState<"idle" | "asking" | "refused">("idle");
  const here = (): void => {
    if (!("geolocation" in navigator)) return setState("refused");
    setState("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        onChange({ ...value, latitude: Number(coords.latitude.toFixed(6)), longitude: Number(coords.longitude.toFixed(6)) });
        setState("idle");
      },
      () => setState("refused"),
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  };
  return (
    <div className="check-in">
      <Button size="small" icon={<EnvironmentOutlined />} loading={state === "asking"} onClick={here}>{value.latitude === undefined ? t("leads:check_in") : t("leads:checked_in", { at: `${value.latitude}, ${value.longitude ?? ""}` })}</Button>
      <Input size="small" value={value.place} maxLength={300} placeholder={t("leads:place")} aria-label={t("leads:place")} onChange={(event) => onChange({ ...value, place: event.target.value })} />
      {state === "refused" && <small className="wrong">{t("leads:check_in_refused")}</small>}
    </div>
  );
}
