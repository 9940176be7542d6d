/** columnMetadata: the 14 members the JDBC driver behind the service reports for each column of a result. */
import { columnKey } from './catalog.ts';
import type { TableColumn } from './catalog.ts';
import type { RawField } from './engine.ts';
import { OID, isCaseSensitive, isSigned } from './types.ts';
import type { TypeInfo } from './types.ts';

interface ColumnMetadata {
  readonly arrayBaseColumnType: number;
  readonly isAutoIncrement: boolean;
  readonly isCaseSensitive: boolean;
  readonly isCurrency: boolean;
  readonly isSigned: boolean;
  readonly label: string;
  readonly name: string;
  /** 0 = never null, 1 = may be null, 2 = not known (computed). */
  readonly nullable: number;
  readonly precision: number;
  readonly scale: number;
  readonly schemaName: string;
  readonly tableName: string;
  readonly type: number;
  readonly typeName: string;
}

const SERIAL: Readonly<Record<string, string>> = { int2: 'smallserial', int4: 'serial', int8: 'bigserial' };
/** The modifier of numeric(p,s) and varchar(n) counts four bytes of header. */
const HEADER = 4;

function sizeOf(field: RawField, type: TypeInfo): { precision: number; scale: number } {
  const { typeOid, typeModifier } = field;
  if (typeModifier < 0) return type;
  if (typeOid === OID.numeric) {
    const packed = typeModifier - HEADER;
    return { precision: packed >> 16, scale: packed & 0xffff };
  }
  if (typeOid === OID.varchar || typeOid === OID.bpchar) return { precision: typeModifier - HEADER, scale: 0 };
  return type;
}

function nullability(column: TableColumn | undefined): number {
  if (column === undefined) return 2;
  return column.notNull ? 0 : 1;
}

/** Describes one result column. */
export function describeColumn(
  field: RawField,
  type: TypeInfo,
  columns: ReadonlyMap<string, TableColumn>,
): ColumnMetadata {
  const column = field.tableOid > 0 ? columns.get(columnKey(field)) : undefined;
  const autoIncrement = column?.autoIncrement ?? false;
  return {
    arrayBaseColumnType: type.elementJdbc,
    isAutoIncrement: autoIncrement,
    isCaseSensitive: isCaseSensitive(type.name),
    isCurrency: false,
    isSigned: isSigned(type.name),
    label: field.name,
    name: field.name,
    nullable: nullability(column),
    ...pick(sizeOf(field, type)),
    schemaName: column?.schema ?? '',
    tableName: column?.table ?? '',
    type: type.jdbc,
    typeName: autoIncrement ? (SERIAL[type.name] ?? type.name) : type.name,
  };
}

const pick = ({ precision, scale }: { precision: number; scale: number }): { precision: number; scale: number } => ({
  precision,
  scale,
});
