import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('a cell that a spreadsheet would run is made words; numbers, quotes and line ends survive', () => {
  expect(
    csvOf({
      head: ['Consejo', 'n'],
      rows: [
        ['=HYPERLINK("x")', 5],
        ['+34', -2],
        ['-1+1', null],
        ['@sum', 0.5],
        ['\t=1', 1],
        ['a "b", c\nd', 2],
        ['llano', 3],
      ],
    }),
  ).toBe(
    'Consejo,n\r\n"\'=HYPERLINK(""x"")",5\r\n\'+34,-2\r\n\'-1+1,\r\n\'@sum,0.5\r\n\'\t=1,1\r\n"a ""b"", c\nd",2\r\nllano,3\r\n',
  )
})

test('a figure that is not shown is an empty cell, never a zero', () => {
  expect(
    csvOf({
      head: ['a', 'b'],
      rows: [
        ['x', null],
        ['y', 0],
      ],
    }),
  ).toBe('a,b\r\nx,\r\ny,0\r\n')
})
