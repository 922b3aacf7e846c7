import { lazy, Suspense } from "react";
import { ask, useAsked } from "../../actions/ask.ts";
import { Extend } from "../pool/Extend.tsx";
import { Convert } from "./Convert.tsx";
import { Failed } from "./Failed.tsx";
import { Give } from "./Give.tsx";
import { LogSheet, TaskSheet } from "./Sheets.tsx";
import { WithReason } from "./WithReason.tsx";
import { StageOrTag } from "./StageOrTag.tsx";

const Merge = lazy(async () => ({ default: (await import("./Merge.tsx")).Merge }));
const NewLead = lazy(() => import("./NewLead.tsx"));
const Reroute = lazy(() => import("../reroute/Reroute.tsx"));
const Taken = lazy(async () => ({ default: (await import("../../taken/Taken.tsx")).Taken }));
const NewRecord = lazy(() => import("./NewRecord.tsx"));

/** The dialog that is being asked, over whatever page one is on. */
export default function Asked() {
  const question = useAsked();
  const close = (): void => ask(null);
  if (!question) return null;
  switch (question.kind) {
    case "log": return <LogSheet key={question.lead.id} lead={question.lead} first={question.activity} done={question.done} close={close} />;
    case "task": return <TaskSheet lead={question.lead} close={close} />;
    case "release": case "disqualify": return <WithReason verb={question.kind} leads={question.leads} clear={question.clear} close={close} />;
    case "assign": case "transfer": return <Give verb={question.kind} leads={question.leads} clear={question.clear} close={close} />;
    case "stage": case "tag": return <StageOrTag kind={question.kind} leads={question.leads} clear={question.clear} close={close} />;
    case "reroute": return <Suspense fallback={null}><Reroute leads={question.leads} matching={question.matching} clear={question.clear} close={close} /></Suspense>;
    case "merge": return <Suspense fallback={null}><Merge leads={question.leads} clear={question.clear} close={close} /></Suspense>;
    case "extend": return <Extend leads={question.leads} clear={question.clear} close={close} />;
    case "convert": return <Convert lead={question.lead} close={close} />;
    case "failed": return <Failed answers={question.answers} close={close} />;
    case "taken": return <Suspense fallback={null}><Taken first={question.first} close={close} /></Suspense>;
    case "new_lead": return <Suspense fallback={null}><NewLead close={close} /></Suspense>;
    case "new_record": return <Suspense fallback={null}><NewRecord object={question.object} values={question.values} close={close} /></Suspense>;
  }
}
