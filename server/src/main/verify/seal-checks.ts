import { sql } from "kysely";
import type { Tx } from "../../db/connection.ts";
import { bookingEventText, paymentEventText } from "../../seal/event-texts.ts";
import { findLastSeal, isThere } from "../../seal/last-seal.ts";
import { SEAL_TASK } from "../../seal/seal-missed.ts";
import { signatureOf, type SealKeys } from "../../seal/seal-keys.ts";
import type { Check, Finding } from "./check.ts";

const PAGE = 5_000;

/** Guarantee 6: rows that the database's owner edits, deletes or forges later are detected. */
export const sealChecks: readonly Check[] = [
  {
    guarantee: 0,
    title: "the triggers that protect seals from changes are switched on",
    query: `
      select count(*) as checked, count(*) filter (where t.tgenabled is distinct from 'O') as broken
      from (values ('event_seals_append_only'), ('event_seals_no_truncate')) w(name)
      left join pg_trigger t on t.tgname = w.name`,
  },
  {
    guarantee: 6,
    title: "every event from before the worker's last search for unsealed events has a seal",
    query: `
      with events as (
        select business_id, 'booking' as kind, booking_id as subject_id, seq, at from booking_events
        union all
        select '00000000-0000-0000-0000-000000000000', 'payment', payment_id, seq, at from payment_events)
      select count(*) as checked, count(*) filter (where s.number is null) as broken
      from events e join task_runs r on r.task = '${SEAL_TASK}' and r.last_error is null
        and r.last_finished_at >= r.last_started_at and e.at < r.last_started_at - interval '5 minutes'
      left join event_seals s on s.business_id = e.business_id and s.kind = e.kind
        and s.subject_id = e.subject_id and s.seq = e.seq`,
  },
  {
    guarantee: 6,
    title: "the seals are numbered from 1 without a gap",
    query: `
      select count(*) as checked, coalesce(max(number), 0) - count(distinct number) + count(*) - count(distinct number)
        as broken from event_seals`,
  },
  {
    guarantee: 6,
    title: "every seal was made with a key of this installation, and its event is unchanged",
    look: (tx, { keys }) => compareSeals(tx, keys),
  },
  {
    guarantee: 6,
    title: "the newest seal remembered outside the database is still in it",
    look: (tx, { file }) => findRemembered(tx, file),
  },
];

async function findRemembered(tx: Tx, file: string | undefined): Promise<Finding> {
  const remembered = file === undefined ? undefined : await findLastSeal(file).catch(String);
  if (!remembered) return { checked: 0, broken: 0, note: "none is remembered in this data folder" };
  if (typeof remembered === "string") return { checked: 1, broken: 1, note: remembered };
  return { checked: 1, broken: (await isThere(tx, remembered)) ? 0 : 1 };
}

type Row = { number: number; key_id: string; signature: string; text: string | null };

async function compareSeals(tx: Tx, keys: SealKeys): Promise<Finding> {
  const strange = new Set<string>();
  let [checked, broken, after] = [0, 0, 0];
  for (;;) {
    const page = await readPage(tx, after);
    for (const { number, key_id, signature, text } of page) {
      const key = keys.known.get(key_id);
      if (!key) strange.add(key_id);
      const isRight = key && text !== null && signatureOf(key, number, text) === signature;
      if (!isRight) broken += 1;
      after = number;
    }
    checked += page.length;
    if (page.length < PAGE) break;
  }
  if (strange.size === 0) return { checked, broken };
  const note = `made with keys this program does not have: ${[...strange].join(", ")} (HOLDFAST_SECRET, HOLDFAST_OLD_SECRETS)`;
  return { checked, broken, note };
}

async function readPage(tx: Tx, after: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.number, s.key_id, s.signature, case s.kind
      when 'booking' then (select ${bookingEventText} from booking_events e
        where e.business_id = s.business_id and e.booking_id = s.subject_id and e.seq = s.seq)
      else (select ${paymentEventText} from payment_events e
        where e.payment_id = s.subject_id and e.seq = s.seq) end as text
    from event_seals s where s.number > ${after} order by s.number limit ${PAGE}`.execute(tx);
  return rows;
}
