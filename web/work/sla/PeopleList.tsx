import { PersonName } from "../../ui/PersonName.tsx";
import { useWords } from "../../words/words.ts";
import type { BoardPerson } from "./data.ts";

/** Who has how many clocks running and late; a click shows only theirs. */
export function PeopleList({ people, chosen, choose }: { people: readonly BoardPerson[]; chosen: string | undefined; choose: (id: string | undefined) => void }) {
  const t = useWords();
  if (people.length === 0) return <span />;
  return (
    <nav className="panel sla-people" aria-label={t("sla:people")}>
      <h2>{t("sla:people")}</h2>
      <ul>
        {(chosen !== undefined || people.length > 1) && <li><button type="button" className="sla-person" aria-current={chosen === undefined} onClick={() => choose(undefined)}><span>{t("sla:everybody")}</span></button></li>}
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" className="sla-person" aria-current={chosen === person.id} onClick={() => choose(chosen === person.id ? undefined : person.id)} title={[t("sla:person_counts", { late: person.late, running: person.running }), ...(person.paused > 0 ? [t("sla:person_paused", { n: person.paused })] : [])].join(" · ")}>
              <span><PersonName name={person.name} /></span>
              {person.late > 0 && <b className="sla-count sla-count-late number">{person.late}</b>}
              {person.soon > 0 && <b className="sla-count sla-count-soon number">{person.soon}</b>}
              <small className="number">{person.running}{person.paused > 0 && ` + ${person.paused}`}</small>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
