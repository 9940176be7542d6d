/**
 * What the Data API makes of each PostgreSQL type: the kind of Field it becomes, and the numbers the JDBC driver
 * behind the service reports in columnMetadata. A type that is not here (and is not an enum, a pgvector vector or
 * a supported array, see catalog.ts) is refused with UnsupportedResultException, as on AWS.
 */
export type ValueKind =
  'boolean' | 'long' | 'double' | 'numeric' | 'string' | 'bytea' | 'time' | 'timetz' | 'timestamptz' | 'unsupported';

export interface TypeInfo {
  readonly name: string;
  /** Kind of a scalar, or of the elements when `array` is true. */
  readonly kind: ValueKind;
  readonly array: boolean;
  /** java.sql.Types code. */
  readonly jdbc: number;
  /** java.sql.Types code of the elements; 0 for a scalar. */
  readonly elementJdbc: number;
  readonly precision: number;
  readonly scale: number;
}

const UNLIMITED = 2_147_483_647;

export const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  text: 25,
  json: 114,
  float8: 701,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
} as const;

type Row = readonly [
  oid: number,
  arrayOid: number,
  name: string,
  kind: ValueKind,
  jdbc: number,
  precision: number,
  scale: number,
];

const SCALARS: readonly Row[] = [
  [OID.bool, 1000, 'bool', 'boolean', -7, 1, 0],
  [OID.bytea, 0, 'bytea', 'bytea', -2, UNLIMITED, 0],
  [18, 1002, 'char', 'string', 1, 1, 0],
  [19, 1003, 'name', 'string', 12, 63, 0],
  [OID.int8, 1016, 'int8', 'long', -5, 19, 0],
  [21, 1005, 'int2', 'long', 5, 5, 0],
  [23, 1007, 'int4', 'long', 4, 10, 0],
  [OID.text, 1009, 'text', 'string', 12, UNLIMITED, 0],
  [26, 1028, 'oid', 'string', -5, 10, 0],
  [OID.json, 199, 'json', 'string', 1111, UNLIMITED, 0],
  [142, 0, 'xml', 'string', 2009, UNLIMITED, 0],
  [650, 0, 'cidr', 'string', 1111, UNLIMITED, 0],
  [700, 1021, 'float4', 'double', 7, 8, 8],
  [OID.float8, 1022, 'float8', 'double', 8, 17, 17],
  [705, 0, 'unknown', 'string', 12, UNLIMITED, 0],
  [869, 0, 'inet', 'string', 1111, UNLIMITED, 0],
  [OID.bpchar, 1014, 'bpchar', 'string', 1, UNLIMITED, 0],
  [OID.varchar, 1015, 'varchar', 'string', 12, UNLIMITED, 0],
  [OID.date, 1182, 'date', 'string', 91, 13, 0],
  [OID.time, 1183, 'time', 'time', 92, 15, 6],
  [OID.timestamp, 1115, 'timestamp', 'string', 93, 29, 6],
  [OID.timestamptz, 1185, 'timestamptz', 'timestamptz', 93, 35, 6],
  [1266, 1270, 'timetz', 'timetz', 92, 21, 6],
  [OID.numeric, 1231, 'numeric', 'numeric', 2, 0, 0],
  // A function such as pg_sleep() returns void; the JDBC driver reads it as an empty text.
  [2278, 0, 'void', 'string', 1111, UNLIMITED, 0],
  [OID.uuid, 2951, 'uuid', 'string', 1111, UNLIMITED, 0],
  [3802, 3807, 'jsonb', 'string', 1111, UNLIMITED, 0],
  [3904, 0, 'int4range', 'string', 1111, UNLIMITED, 0],
  [3906, 0, 'numrange', 'string', 1111, UNLIMITED, 0],
];

/** Supported built-in types by OID. */
export const BUILT_IN_TYPES: ReadonlyMap<number, TypeInfo> = new Map(
  SCALARS.flatMap(([oid, arrayOid, name, kind, jdbc, precision, scale]): [number, TypeInfo][] => {
    const scalar: TypeInfo = { name, kind, array: false, jdbc, elementJdbc: 0, precision, scale };
    const array: TypeInfo = { ...scalar, name: `_${name}`, array: true, jdbc: 2003, elementJdbc: jdbc };
    return arrayOid === 0
      ? [[oid, scalar]]
      : [
          [oid, scalar],
          [arrayOid, array],
        ];
  }),
);

/** A type known by name only, refused when it is read. */
export const unsupportedType = (name: string): TypeInfo => ({
  name,
  kind: 'unsupported',
  array: false,
  jdbc: 1111,
  elementJdbc: 0,
  precision: 0,
  scale: 0,
});

/** An enum or a vector: text to the client. */
export const textLikeType = (name: string, array: boolean, jdbc: number): TypeInfo => ({
  name,
  kind: 'string',
  array,
  jdbc: array ? 2003 : jdbc,
  elementJdbc: array ? jdbc : 0,
  precision: UNLIMITED,
  scale: 0,
});

const SIGNED = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'serial', 'bigserial', 'smallserial']);
const CASE_INSENSITIVE = new Set([
  ...SIGNED,
  'oid',
  'bool',
  'bit',
  'date',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
  'interval',
]);

export const isSigned = (name: string): boolean => SIGNED.has(name);
export const isCaseSensitive = (name: string): boolean => !CASE_INSENSITIVE.has(name);
