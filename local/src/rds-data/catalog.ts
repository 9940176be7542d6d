/** What only the database knows: types that are not built in, and the tables columns come from. Asked once, kept. */
import type { RawField, SqlSession } from './engine.ts';
import { BUILT_IN_TYPES, textLikeType, unsupportedType } from './types.ts';
import type { TypeInfo } from './types.ts';

export interface TableColumn {
  readonly table: string;
  readonly schema: string;
  readonly notNull: boolean;
  readonly autoIncrement: boolean;
}

export interface Catalog {
  /** Type information for every field; asks the session about types it has not met before. */
  typesOf(session: SqlSession, fields: readonly RawField[]): Promise<readonly TypeInfo[]>;
  /** Table columns by `tableOid.columnNumber`. */
  columnsOf(session: SqlSession, fields: readonly RawField[]): Promise<ReadonlyMap<string, TableColumn>>;
  /** Forgets table columns and learned types: call after any statement that may change them. */
  forget(): void;
}

export const columnKey = (field: RawField): string => `${field.tableOid}.${field.columnNumber}`;

const TYPE_SQL = `select t.oid, t.typname, t.typtype, e.typname, e.typtype from pg_catalog.pg_type t
  left join pg_catalog.pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where t.oid = any($1::pg_catalog.oid[])`;

const COLUMN_SQL = `select a.attrelid, a.attnum, c.relname, n.nspname, a.attnotnull,
    a.attidentity <> '' or coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false)
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = any($1::pg_catalog.oid[]) and a.attnum > 0`;

const TEXT_OID = 25;
const ENUM_JDBC = 12;
const OTHER_JDBC = 1111;

function describeType(name: string, kind: string, elementName: string | null, elementKind: string | null): TypeInfo {
  if (kind === 'e') return textLikeType(name, false, ENUM_JDBC);
  if (elementKind === 'e') return textLikeType(name, true, ENUM_JDBC);
  if (name === 'vector' || name === 'halfvec' || name === 'sparsevec') return textLikeType(name, false, OTHER_JDBC);
  if (name === 'citext') return textLikeType(name, false, ENUM_JDBC);
  return unsupportedType(elementName === null ? name : `${elementName}[]`);
}

/** A catalog for one database. */
export function createCatalog(): Catalog {
  const types = new Map<number, TypeInfo>();
  const columns = new Map<string, TableColumn>();

  const ask = async (
    session: SqlSession,
    sql: string,
    oids: readonly number[],
  ): Promise<readonly (readonly (string | null)[])[]> => {
    const { rows } = await session.run({ sql, types: [TEXT_OID], values: [`{${oids.join()}}`] });
    return rows;
  };

  return {
    async typesOf(session, fields) {
      const unknown = fields.map((field) => field.typeOid).filter((oid) => !BUILT_IN_TYPES.has(oid) && !types.has(oid));
      if (unknown.length > 0) {
        for (const [oid, name, kind, elementName, elementKind] of await ask(session, TYPE_SQL, unknown)) {
          types.set(Number(oid), describeType(name ?? '', kind ?? '', elementName ?? null, elementKind ?? null));
        }
      }
      return fields.map(
        ({ typeOid }) => BUILT_IN_TYPES.get(typeOid) ?? types.get(typeOid) ?? unsupportedType(String(typeOid)),
      );
    },
    async columnsOf(session, fields) {
      const missing = fields.filter((field) => field.tableOid > 0 && !columns.has(columnKey(field)));
      if (missing.length > 0) {
        const tables = [...new Set(missing.map((field) => field.tableOid))];
        for (const [table, number, relation, schema, notNull, auto] of await ask(session, COLUMN_SQL, tables)) {
          columns.set(`${table ?? ''}.${number ?? ''}`, {
            table: relation ?? '',
            schema: schema ?? '',
            notNull: notNull === 't',
            autoIncrement: auto === 't',
          });
        }
      }
      return columns;
    },
    forget() {
      columns.clear();
      types.clear();
    },
  };
}
