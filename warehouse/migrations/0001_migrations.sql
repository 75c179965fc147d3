-- The record of the schema's own history, first of all.
create schema ops;

create table ops.migrations (
    number integer primary key,
    name text not null,
    hash text not null,
    applied_at timestamptz not null
);
comment on table ops.migrations is 'A numbered change of the schema that was applied to this file.';
comment on column ops.migrations.number is 'Its number: they are applied in order.';
comment on column ops.migrations.name is 'Name of its SQL file.';
comment on column ops.migrations.hash is 'SHA-256 of its SQL: an edited migration is refused.';
comment on column ops.migrations.applied_at is 'When it was applied.';
