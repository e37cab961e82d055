/** The company's own words about what to do; the shop's content manager keeps them. */
export const policies = [
  {
    id: 'p1',
    title: 'Pedido retrasado',
    text: 'Pide disculpas primero. Con más de 5 días de retraso: reenvío urgente y vale de 10 €. Da una fecha y apúntala como promesa.',
    when: 'El pedido lleva más de 2 días de retraso',
    motive: 'entrega',
  },
  {
    id: 'p2',
    title: 'Devolución',
    text: '30 días con tique en cualquier tienda; en línea, recogida gratis. Oro: 60 días.',
    when: 'El cliente quiere devolver',
    motive: 'devolución',
  },
  {
    id: 'p3',
    title: 'Producto defectuoso',
    text: 'Cambio inmediato en los primeros 30 días; después, garantía de 3 años. No se piden fotos dos veces.',
    when: 'Llegó roto o dejó de funcionar',
    motive: 'defecto',
  },
  {
    id: 'p4',
    title: 'Recibo devuelto',
    text: 'Ofrece pago en dos plazos antes de bloquear la cuenta. Nunca des datos del recibo sin comprobar el NIF.',
    when: 'Hay un pago vencido',
    motive: 'cobro',
  },
  {
    id: 'p5',
    title: 'Baja de suscripción',
    text: 'Se tramita en el momento. Solo se pregunta el motivo una vez.',
    when: 'Quiere darse de baja',
    motive: 'baja',
  },
]
