import { BellOutlined } from "@ant-design/icons";
import { Badge, Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { useUnread } from "../api/notifications.ts";
import { useWords, withAllWords } from "../words/words.ts";
import { Waiting } from "./Waiting.tsx";

const NotificationList = lazy(() => withAllWords(import("./NotificationList.tsx")));

/** The bell with the number of unread notifications and the list under it. */
export function NotificationBell() {
  const t = useWords();
  const unread = useUnread();
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} destroyOnHidden content={<div className="bell-list"><Suspense fallback={<Waiting />}><NotificationList opened={() => setOpen(false)} /></Suspense></div>}>
      <Button type="text" aria-label={t("nav:notifications")} title={t("nav:notifications")} icon={<Badge count={unread} size="small" overflowCount={99}><BellOutlined /></Badge>} />
    </Popover>
  );
}
