import pg from "pg";

export interface Listener {
  stop(): Promise<void>;
}

/**
 * Hears NOTIFY on one channel over a connection of its own. After a lost connection it comes back by itself and calls
 * `onReconnect`: whatever was said in between is lost, so the caller must forget what it had cached.
 */
export async function listen(options: {
  url: string;
  channel: string;
  onNotify: (payload: string) => void;
  onReconnect: () => void;
  log: (line: string) => void;
}): Promise<Listener> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let delay = 200;

  async function open(): Promise<void> {
    const opening = new pg.Client({ connectionString: options.url, application_name: "clew listen", keepAlive: true, connectionTimeoutMillis: 10_000 });
    client = opening;
    let lost = false;
    const onLost = (reason: string) => {
      if (lost || stopped || client !== opening) return;
      lost = true;
      options.log(`database: listening was interrupted (${reason})`);
      void opening.end().catch(() => {});
      retry();
    };
    // Bound before connecting: without a listener the driver's errors end the process.
    opening.on("error", (error) => onLost(error.message));
    try {
      await opening.connect();
      opening.on("end", () => onLost("connection closed"));
      opening.on("notification", (message) => options.onNotify(message.payload ?? ""));
      await opening.query(`listen ${opening.escapeIdentifier(options.channel)}`);
      delay = 200;
    } catch (error) {
      lost = true;
      void opening.end().catch(() => {});
      throw error;
    }
  }

  function retry(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      open().then(options.onReconnect, retry);
    }, delay);
    delay = Math.min(delay * 2, 5_000);
  }

  await open();
  return {
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
