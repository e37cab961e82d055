import type { Generated } from 'kysely'

/**
 * The tables of a gateway. Tenants share them; every key begins with the tenant. Times are
 * RFC 3339, or milliseconds where they expire.
 */
export interface Schema {
  audit: { seq: number; at: string; tenant: string; line: string; before: string; hash: string }
  links: {
    id: string
    tenant: string
    a: string
    b: string
    decision: 'same' | 'different'
    at: string
    by: string
    undone_at: string | null
    undone_by: string | null
  }
  /**
   * `trait`: a hash. `pair`: 1 where the decision is between two people, 0 where it is about what a host said
   * in one interaction.
   */
  link_traits: { link: string; side: 'a' | 'b'; trait: string; pair: number }
  /** What a record said of a person when it was last seen (`at`, ms); all but the time are hashes. */
  shared_values: { value: string; record: string; person: string; at: number }
  marks: { subject: string; mark: string; until: number }
  observed: { hash: string; person: string; last: string }
  observations: { tenant: string; person: string; at: string; saw: string; observation: string }
  outcomes: { id: Generated<number>; tenant: string; received: string; outcome: string }
  fichas: {
    tenant: string
    number: number
    revision: string
    at: string
    note: string
    by: string
    fichas: string
  }
  drafts: { tenant: string; base: string; at: string; fichas: string }
  nonces: { nonce: string; until: number }
  notices: { id: Generated<number>; tenant: string; topic: string; at: number }
}

/** Each step once, in order; a step that was released never changes. */
export const migrations: readonly (readonly string[])[] = [
  [
    'create table audit (seq integer primary key, at text not null, tenant text not null, line text not null, before text not null, hash text not null)',
    // A trigger, so that the audit is append-only for every program that opens this file.
    "create trigger audit_no_update before update on audit begin select raise(abort, 'the audit is append-only'); end",
    "create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit is append-only'); end",
    'create table links (id text primary key, tenant text not null, a text not null, b text not null, decision text not null, at text not null, by text not null, undone_at text, undone_by text)',
    'create index links_a on links (tenant, a) where undone_at is null',
    'create index links_b on links (tenant, b) where undone_at is null',
    'create table generics (value text not null, person text not null, primary key (value, person)) without rowid',
    'create table marks (subject text not null, mark text not null, until integer not null, primary key (subject, mark)) without rowid',
    'create table outcomes (id integer primary key autoincrement, tenant text not null, received text not null, outcome text not null)',
    'create index outcomes_received on outcomes (tenant, received)',
    'create table fichas (tenant text not null, number integer not null, revision text not null, at text not null, note text not null, fichas text not null, primary key (tenant, number), unique (tenant, revision))',
    'create table drafts (tenant text primary key, base text not null, at text not null, fichas text not null)',
    'create table nonces (nonce text primary key, until integer not null) without rowid',
    'create index nonces_until on nonces (until)',
  ],
  ["alter table fichas add column by text not null default ''"],
  [
    // `observed` leads from a record's hash to its pseudonym, and is deleted with the last observation.
    'create table observed (hash text primary key, person text not null, last text not null) without rowid',
    'create table observations (tenant text not null, person text not null, at text not null, saw text not null, observation text not null, primary key (tenant, person, at, saw)) without rowid',
    'create index observations_at on observations (tenant, at)',
  ],
  [
    // Hashed traits of the people a link names; links from before this step have none.
    'create table link_traits (link text not null, side text not null, trait text not null, pair integer not null, primary key (trait, link, side)) without rowid',
    'create index link_traits_link on link_traits (link)',
  ],
  [
    // `autoincrement`: numbers are never used again, so a cursor means the same after a sweep.
    'create table notices (id integer primary key autoincrement, tenant text not null, topic text not null, at integer not null)',
    'create index notices_tenant on notices (tenant, id)',
  ],
  [
    // What was counted before had no date and no record that could take it back.
    'drop table generics',
    'create table shared_values (value text not null, record text not null, person text not null, at integer not null, primary key (value, record)) without rowid',
    'create index shared_values_record on shared_values (record)',
  ],
]
