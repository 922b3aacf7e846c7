import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, DatePicker, Input, InputNumber, Modal, Radio } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../../api/call.ts";
import { convertLead, unconvertLead } from "../../api/leads.ts";
import { useCan } from "../../api/me.ts";
import type { Item, RecordPage } from "../../api/records.ts";
import { recordAddress } from "../../app/pages.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { offerUndo } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";

interface Matches {
  accounts: Item[];
  contacts: Item[];
}

/** Customers that look like this lead's: the person sees what would be linked and what would be made before it happens. */
async function matchesOf(lead: Item): Promise<Matches> {
  const company = typeof lead.company === "string" ? lead.company : "";
  const phone = typeof lead.phone === "string" && !lead.phone.includes("*") ? lead.phone : "";
  const ask = (object: string, body: object): Promise<Item[]> => call<RecordPage>("POST", `/records/${object}/query`, { body: { limit: 4, ...body } }).then((page) => page.items);
  const [accounts, contacts] = await Promise.all([
    company ? ask("account", { q: company.replace(/(股份|有限责任|有限)?公司$/, ""), fields: ["name", "city"] }) : [],
    phone ? ask("contact", { filter: { field: "phone", op: "is", value: phone }, fields: ["name", "phone", "account_id"] }) : [],
  ]);
  return { accounts, contacts };
}

/** Turns a lead into customer, contact and opportunity, showing first what is matched and what is made; taken back while nothing was built on it. */
export function Convert({ lead, close }: { lead: Item; close: () => void }) {
  const t = useWords();
  const go = useNavigate();
  const can = useCan();
  const matches = useQuery({ queryKey: ["convert", "account", "contact", lead.id], queryFn: () => matchesOf(lead) });
  const named = String(lead.company ?? lead.name ?? "");
  const [account, setAccount] = useState<string>();
  const [accountName, setAccountName] = useState(named);
  const [deal, setDeal] = useState(true);
  const [name, setName] = useState([named, lead.product_line].filter(Boolean).join(" "));
  const [amount, setAmount] = useState(typeof lead.budget === "number" ? lead.budget : null);
  const [closing, setClosing] = useState<string | null>(null);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const same = matches.data?.accounts.find((each) => each.name === named);
  const chosen = account ?? same?.id ?? "new";
  const contact = matches.data?.contacts[0];
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const done = await convertLead(lead.id, {
        ...(chosen === "new" ? (accountName.trim() && accountName !== named ? { account: { name: accountName.trim() } } : {}) : { account: { id: chosen } }),
        opportunity: deal ? { ...(name.trim() ? { name: name.trim() } : {}), amount, close_date: closing } : null,
      });
      close();
      offerUndo(t("leads:done_convert"), () => {
        // What the conversion made is about to go: leave its page first.
        void go(recordAddress("lead", lead.id));
        return unconvertLead(lead.id);
      });
      if (done.opportunity_id && can("opportunity:read")) void go(recordAddress("opportunity", done.opportunity_id));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t("leads:convert_title", { name: String(lead.name ?? named) })} width={520} onCancel={close} footer={<><Button onClick={close}>{t("common:cancel")}</Button><Button type="primary" loading={busy} disabled={matches.isPending} onClick={() => void save()}>{t("leads:convert")}</Button></>}>
      <div className="dialog">
        {error !== undefined && <Problem error={error} />}
        <section>
          <h3>{t("leads:account")}</h3>
          <Radio.Group className="stack" value={chosen} onChange={(event) => setAccount(String(event.target.value))}>
            {matches.data?.accounts.map((each) => <Radio key={each.id} value={each.id}>{t("leads:use_existing", { name: String(each.name ?? "") })}{each.city ? <span className="quiet"> {String(each.city)}</span> : null}</Radio>)}
            <Radio value="new">{t("leads:make_account")}</Radio>
          </Radio.Group>
          {chosen === "new" && <Input value={accountName} maxLength={300} aria-label={t("leads:account_name")} placeholder={t("leads:account_name")} onChange={(event) => setAccountName(event.target.value)} />}
        </section>
        <section>
          <h3>{t("leads:contact")}</h3>
          <p>{contact ? t("leads:use_existing", { name: String(contact.name ?? contact.phone ?? "") }) : lead.name || lead.phone ? t("leads:make_contact", { name: String(lead.name ?? lead.phone) }) : t("leads:no_contact")}</p>
        </section>
        <section>
          <h3><Checkbox checked={deal} onChange={(event) => setDeal(event.target.checked)}>{t("leads:make_opportunity")}</Checkbox></h3>
          {deal && (
            <div className="form-grid">
              <label htmlFor="deal-name">{t("leads:opportunity_name")}</label><Input id="deal-name" value={name} maxLength={300} onChange={(event) => setName(event.target.value)} />
              <label htmlFor="deal-amount">{t("leads:amount")}</label><InputNumber<number> id="deal-amount" className="wide" prefix="¥" controls={false} value={amount} onChange={setAmount} />
              <label htmlFor="deal-closing">{t("leads:close_date")}</label><DatePicker id="deal-closing" className="wide" value={closing ? dayjs(closing) : null} onChange={(day) => setClosing(day?.format("YYYY-MM-DD") ?? null)} />
            </div>
          )}
        </section>
        <p className="quiet">{t("leads:convert_text")}</p>
      </div>
    </Modal>
  );
}
