/** People of the demo that the sentences speak of; both the sample and the real systems hold them. */
export const lucia = {
  name: 'Lucía Martín Ortega',
  phone: '600 12 34 56',
  mail: 'lucia.martin@correo.example',
  order: '10432',
}
export const javier = { name: 'Javier Ruiz Navarro', loyalty: '9724 0000 5520' }
/** One telephone, two surnames. */
export const shared = { phone: '609 10 11 12', names: ['Carmen Ibáñez Soler', 'J. ORTEGA'] }
