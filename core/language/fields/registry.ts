import type { FieldType } from "../types.ts";
import { autoNumber } from "./auto_number.ts";
import { boolean } from "./boolean.ts";
import { choice } from "./choice.ts";
import { date } from "./date.ts";
import { datetime } from "./datetime.ts";
import type { FieldTypeDef } from "./definition.ts";
import { email } from "./email.ts";
import { file } from "./file.ts";
import { json } from "./json.ts";
import { link } from "./link.ts";
import { longText } from "./long_text.ts";
import { money } from "./money.ts";
import { multiChoice } from "./multi_choice.ts";
import { number } from "./number.ts";
import { percent } from "./percent.ts";
import { person } from "./person.ts";
import { phone } from "./phone.ts";
import { region } from "./region.ts";
import { team } from "./team.ts";
import { text } from "./text.ts";
import { url } from "./url.ts";

/** Every field type; a missing one does not compile. */
export const fieldTypes: { [T in FieldType]: FieldTypeDef } = {
  text, long_text: longText, number, money, percent, boolean, date, datetime, choice, multi_choice: multiChoice,
  phone, email, url, person, team, link, region, file, auto_number: autoNumber, json,
};
