import { Button, Select } from "antd";
import { useWords } from "../words/words.ts";
import { usePeople } from "./directory.ts";
import { PROVINCES, REGIONS } from "./provinces.ts";

/** Provinces and cities somebody covers; a part of the country adds its provinces. */
export function TerritoriesInput({ value = [], onChange }: { value?: string[]; onChange?: (places: string[]) => void }) {
  const t = useWords();
  const known = [...new Set([...PROVINCES, ...(usePeople().data ?? []).flatMap((person) => person.territories)])];
  const official = (place: string): string => PROVINCES.find((province) => province === place || (place.length >= 2 && province.startsWith(place))) ?? place;
  return (
    <div className="stack" style={{ gap: 6 }}>
      <Select mode="tags" aria-label={t("people:territories")} tokenSeparators={[",", "，", "、"]} value={value} options={known.map((place) => ({ value: place }))} onChange={(places: string[]) => onChange?.([...new Set(places.map(official))])} />
      <div className="row" style={{ gap: 4 }}><span className="quiet">{t("route:regions")}</span>{(Object.keys(REGIONS) as (keyof typeof REGIONS)[]).map((region) => <Button key={region} size="small" onClick={() => onChange?.([...new Set([...value, ...REGIONS[region]])])}>{t(`route:region_${region}`)}</Button>)}</div>
    </div>
  );
}
