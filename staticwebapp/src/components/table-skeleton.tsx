import { Skeleton } from '@mantine/core';
import { cell } from './cell.ts';

/** The shape of a table while it loads. `widths`: of its names, percent. */
export const TableSkeleton = ({
  className,
  label,
  widths,
}: {
  readonly className: string | undefined;
  readonly label: string;
  readonly widths: readonly number[];
}) => (
  <table className={className} aria-label={label} aria-busy>
    <tbody>
      {widths.map((width) => (
        <tr key={width}>
          <td {...cell('name')}>
            <Skeleton height={12} width={`${width}%`} radius={6} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
