/** What is this company's own and therefore nobody's, and who owns what is told twice. */
export const settings = {
  ownDomains: ['almacenesribera.example'],
  ownValues: ['+34960112233', '000000000', '600000000'],
  owners: {
    'person.name': ['shop', 'desk', 'till', 'web'],
    'person.address': ['shop', 'till'],
    'preferences.channel': ['shop', 'till'],
  },
}
