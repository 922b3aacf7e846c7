import type { FieldType } from "../../core/language/types.ts";
import { later } from "./later.tsx";
import { ShowChoice, ShowDate, ShowEmail, ShowFiles, ShowJson, ShowLongText, ShowMoment, ShowMoney, ShowName, ShowNumber, ShowPerson, ShowPhone, ShowText, ShowUrl } from "./show.tsx";
import type { EditProps, FieldTwin, FilterEditProps } from "./twin.ts";

const TextEdit = later<EditProps>(async () => (await import("./edit/text.tsx")).TextEdit);
const LongTextEdit = later<EditProps>(async () => (await import("./edit/text.tsx")).LongTextEdit);
const RegionEdit = later<EditProps>(async () => (await import("./edit/text.tsx")).RegionEdit);
const JsonEdit = later<EditProps>(async () => (await import("./edit/text.tsx")).JsonEdit);
const NumberEdit = later<EditProps>(async () => (await import("./edit/number.tsx")).NumberEdit);
const ChoiceEdit = later<EditProps>(async () => (await import("./edit/choice.tsx")).ChoiceEdit);
const MultiChoiceEdit = later<EditProps>(async () => (await import("./edit/choice.tsx")).MultiChoiceEdit);
const BooleanEdit = later<EditProps>(async () => (await import("./edit/choice.tsx")).BooleanEdit);
const TimeEdit = later<EditProps>(async () => (await import("./edit/time.tsx")).TimeEdit);
const ReferenceEdit = later<EditProps>(async () => (await import("./edit/reference.tsx")).ReferenceEdit);
const FileEdit = later<EditProps>(async () => (await import("./edit/file.tsx")).FileEdit);

const TextFilter = later<FilterEditProps>(async () => (await import("./edit/text-filter.tsx")).TextFilter);
const NumberFilter = later<FilterEditProps>(async () => (await import("./edit/number.tsx")).NumberFilter);
const ChoiceFilter = later<FilterEditProps>(async () => (await import("./edit/choice.tsx")).ChoiceFilter);
const BooleanFilter = later<FilterEditProps>(async () => (await import("./edit/choice.tsx")).BooleanFilter);
const TimeFilter = later<FilterEditProps>(async () => (await import("./edit/time.tsx")).TimeFilter);
const ReferenceFilter = later<FilterEditProps>(async () => (await import("./edit/reference.tsx")).ReferenceFilter);

/** Numbers made by the system are read, never typed. */
function FixedEdit({ field, value }: EditProps) {
  return value === null ? null : <ShowText field={field} value={value} />;
}

/** The twin of every field type of the language; a missing one does not compile. */
export const fieldTwins: Record<FieldType, FieldTwin> = {
  text: { Show: ShowText, Edit: TextEdit, filterEdit: TextFilter, width: 150, bare: true },
  long_text: { Show: ShowLongText, Edit: LongTextEdit, filterEdit: TextFilter, width: 240, bare: true },
  number: { Show: ShowNumber, Edit: NumberEdit, filterEdit: NumberFilter, width: 90, right: true },
  money: { Show: ShowMoney, Edit: NumberEdit, filterEdit: NumberFilter, width: 120, right: true },
  percent: { Show: ShowNumber, Edit: NumberEdit, filterEdit: NumberFilter, width: 90, right: true },
  boolean: { Show: ShowText, Edit: BooleanEdit, filterEdit: BooleanFilter, width: 80 },
  date: { Show: ShowDate, Edit: TimeEdit, filterEdit: TimeFilter, width: 110 },
  datetime: { Show: ShowMoment, Edit: TimeEdit, filterEdit: TimeFilter, width: 120 },
  choice: { Show: ShowChoice, Edit: ChoiceEdit, filterEdit: ChoiceFilter, width: 120, bare: true },
  multi_choice: { Show: ShowChoice, Edit: MultiChoiceEdit, filterEdit: ChoiceFilter, width: 180, bare: true },
  phone: { Show: ShowPhone, Edit: TextEdit, filterEdit: TextFilter, width: 140, bare: true },
  email: { Show: ShowEmail, Edit: TextEdit, filterEdit: TextFilter, width: 190, bare: true },
  url: { Show: ShowUrl, Edit: TextEdit, filterEdit: TextFilter, width: 190, bare: true },
  person: { Show: ShowPerson, Edit: ReferenceEdit, filterEdit: ReferenceFilter, width: 130, bare: true },
  team: { Show: ShowName, Edit: ReferenceEdit, filterEdit: ReferenceFilter, width: 130 },
  link: { Show: ShowName, Edit: ReferenceEdit, filterEdit: ReferenceFilter, width: 160 },
  region: { Show: ShowText, Edit: RegionEdit, filterEdit: TextFilter, width: 140, bare: true },
  file: { Show: ShowFiles, Edit: FileEdit, filterEdit: TextFilter, width: 160 },
  auto_number: { Show: ShowText, Edit: FixedEdit, filterEdit: TextFilter, width: 110 },
  json: { Show: ShowJson, Edit: JsonEdit, filterEdit: TextFilter, width: 200 },
};
