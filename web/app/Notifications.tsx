import { PageFrame } from "../ui/PageFrame.tsx";
import { useWords } from "../words/words.ts";
import NotificationList from "./NotificationList.tsx";

export default function Notifications() {
  const t = useWords();
  return <PageFrame title={t("nav:notifications")}><NotificationList /></PageFrame>;
}
