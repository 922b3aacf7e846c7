import { z } from "zod";
import { FIELD_TYPES, type FieldDef } from "../../language/types.ts";

export const TextShape = z.strictObject({ zh: z.string().min(1).max(100), en: z.string().min(1).max(100) });
const ChoiceShape = z.strictObject({
  value: z.string().min(1).max(100), label: TextShape, aliases: z.array(z.string().max(100)).max(50).optional(), color: z.string().max(20).optional(), retired: z.boolean().optional(),
});
export const FieldShape = z.strictObject({
  key: z.string().min(1).max(48), type: z.enum(FIELD_TYPES), label: TextShape,
  aliases: z.array(z.string().max(100)).max(50).optional(), required: z.boolean().optional(), unique: z.boolean().optional(), indexed: z.union([z.boolean(), z.literal("sparse")]).optional(),
  search: z.enum(["text", "name", "phone", "exact"]).optional(), choices: z.array(ChoiceShape).max(500).optional(), target: z.string().max(48).optional(),
  scale: z.number().int().min(0).max(8).optional(), prefix: z.string().max(10).optional(), retired: z.boolean().optional(),
  readonly: z.boolean().optional(), default: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]).optional(),
}) satisfies z.ZodType<FieldDef>;
export const FieldOut = z.looseObject({ key: z.string(), type: z.enum(FIELD_TYPES), label: TextShape, access: z.enum(["hidden", "masked", "read", "edit"]).optional() });
export const ObjectOut = z.object({ key: z.string(), label: TextShape, title: z.string(), standard: z.boolean(), retired: z.boolean(), fields: z.array(FieldOut) });
export const StepOut = z.object({ kind: z.string(), object: z.string(), field: z.string().optional(), title: TextShape, ddl: z.array(z.string()) });
