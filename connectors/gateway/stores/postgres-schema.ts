/**
 * The same tables as in SQLite, and what instances share besides, in a schema of their own. Each step once,
 * in order; a step that was released never changes.
 */
export const postgresMigrations: readonly (readonly string[])[] = [
  [
    'create table ficha.audit (seq bigint primary key, at text not null, tenant text not null, line text not null, before text not null, hash text not null)',
    // append-only for every program that opens this database, not for ours alone
    "create function ficha.append_only() returns trigger language plpgsql as $$ begin raise exception 'the audit is append-only'; end $$",
    'create trigger audit_rows before update or delete on ficha.audit for each row execute function ficha.append_only()',
    'create trigger audit_whole before truncate on ficha.audit for each statement execute function ficha.append_only()',
    'create table ficha.links (id text primary key, tenant text not null, a text not null, b text not null, decision text not null, at text not null, by text not null, undone_at text, undone_by text)',
    'create index links_a on ficha.links (tenant, a) where undone_at is null',
    'create index links_b on ficha.links (tenant, b) where undone_at is null',
    'create table ficha.generics (value text not null, person text not null, primary key (value, person))',
    'create table ficha.marks (subject text not null, mark text not null, until bigint not null, primary key (subject, mark))',
    'create table ficha.outcomes (id bigserial primary key, tenant text not null, received text not null, outcome text not null)',
    'create index outcomes_received on ficha.outcomes (tenant, received)',
    "create table ficha.fichas (tenant text not null, number integer not null, revision text not null, at text not null, note text not null, by text not null default '', fichas text not null, primary key (tenant, number), unique (tenant, revision))",
    'create table ficha.drafts (tenant text primary key, base text not null, at text not null, fichas text not null)',
    'create table ficha.nonces (nonce text primary key, until bigint not null)',
    'create table ficha.observed (hash text primary key, person text not null, last text not null)',
    'create table ficha.observations (tenant text not null, person text not null, at text not null, saw text not null, observation text not null, primary key (tenant, person, at, saw))',
    'create index observations_at on ficha.observations (tenant, at)',
    'create table ficha.rates (key text not null, member text not null, at bigint not null, primary key (key, member))',
    // One question, one answer: counting and adding are one step for all instances. 0 is yes; else the
    // seconds to wait.
    `create function ficha.admit(k text, members text[], since bigint, moment bigint, most int) returns bigint language plpgsql as $$
      declare held int; added int; oldest bigint;
      begin
        perform pg_advisory_xact_lock(hashtextextended('ficha/rates/' || k, 0));
        delete from ficha.rates r where r.key = k and r.at <= since;
        select count(*), min(r.at) into held, oldest from ficha.rates r where r.key = k;
        select count(distinct m) into added from unnest(members) m where not exists (select 1 from ficha.rates r where r.key = k and r.member = m);
        if held + added > most then return greatest(1, ceil((least(coalesce(oldest, moment), moment) - since) / 1000.0))::bigint; end if;
        insert into ficha.rates select distinct k, m, moment from unnest(members) m on conflict do nothing;
        return 0;
      end $$`,
    'create table ficha.notices (id bigserial primary key, tenant text not null, topic text not null, at bigint not null)',
    'create index notices_tenant on ficha.notices (tenant, id)',
    // Numbered in the order they become visible: whoever has read up to one has missed none before it.
    `create function ficha.post(t text, what text, moment bigint) returns void language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('ficha/notices/' || t, 0));
        insert into ficha.notices (tenant, topic, at) values (t, what, moment);
        perform pg_notify('ficha', json_build_object('tenant', t)::text);
      end $$`,
  ],
  [
    // who was set apart, told without their record; links from before have none
    'create table ficha.link_traits (link text not null, side text not null, trait text not null, pair integer not null, primary key (trait, link, side))',
    'create index link_traits_link on ficha.link_traits (link)',
  ],
  [
    // what was counted before had no date and no record that could take it back
    'drop table ficha.generics',
    'create table ficha.shared_values (value text not null, record text not null, person text not null, at bigint not null, primary key (value, record))',
    'create index shared_values_record on ficha.shared_values (record)',
  ],
]
