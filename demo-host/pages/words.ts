import type { Language } from '../../connectors/contract/values.ts'

const es = {
  index: 'Personas que merece la pena probar', helpdesk: 'Centro de ayuda', pos: 'Caja', bare: 'Página mínima', role: 'Puesto', language: 'Idioma', theme: 'Tema', auto: 'automático', light: 'claro', dark: 'oscuro', systems: 'Sistemas de muestra', strip: 'Mandos de la demostración',
  adviser: 'asesor', store: 'tienda', claims: 'reclamaciones', admin: 'administración', night: 'noche', ok: 'bien', slow: 'lento', down: 'caído', garbage: 'dice basura', truncate: 'se corta', hang: 'no contesta', limited: 'limita', error: 'error 500', noControl: 'Los mandos no responden.',
  inbox: 'Bandeja', conversation: 'Conversación', open: 'Abiertas', none: 'Elige una conversación de la bandeja.', close: 'Cerrar', incoming: 'Llamada entrante', from: 'Número que llama', answer: 'Atender', reject: 'Rechazar', calling: 'Llama', waited: 'espera', reply: 'Tu respuesta', send: 'Enviar', call: 'Llamada', customer: 'Ficha', notes: 'Notas en Soporte', noNotes: 'Sin notas.', refresh: 'Actualizar', sent: 'Enviado',
  keypad: 'Teclado', scan: 'Escanea o escribe', phone: 'Teléfono', loyalty: 'Tarjeta', order: 'Pedido', name: 'Nombre', find: 'Buscar cliente', clear: 'Borrar', erase: 'Borrar una cifra', sale: 'Venta', total: 'Total', pay: 'Cobrar', empty: 'Sin artículos.', add: 'Añadir', paid: 'Cobrado. Siguiente cliente.', noCustomer: 'Sin cliente', next: 'Cliente siguiente', products: 'Artículos', remove: 'Quitar', searchBy: 'Buscar por',
  intro: 'Una tienda inventada, diez mil clientes inventados y siete sistemas que de verdad se preguntan. Cada persona de esta lista enseña una cosa.', tryIn: 'Probar en', sample: 'Cómo llega', expect: 'Qué debe salir', identified: 'se reconoce', possible: 'quizá es', several: 'hay que elegir', nobody: 'nadie', why: 'Por qué',
}
type Key = keyof typeof es
const en: Record<Key, string> = {
  index: 'People worth trying', helpdesk: 'Helpdesk', pos: 'Till', bare: 'Bare page', role: 'Role', language: 'Language', theme: 'Theme', auto: 'automatic', light: 'light', dark: 'dark', systems: 'Sample systems', strip: 'Demo controls',
  adviser: 'adviser', store: 'store', claims: 'claims', admin: 'admin', night: 'night', ok: 'fine', slow: 'slow', down: 'down', garbage: 'talks garbage', truncate: 'breaks off', hang: 'hangs', limited: 'limits', error: 'error 500', noControl: 'The controls do not answer.',
  inbox: 'Inbox', conversation: 'Conversation', open: 'Open', none: 'Choose a conversation from the inbox.', close: 'Close', incoming: 'Incoming call', from: 'Calling number', answer: 'Answer', reject: 'Reject', calling: 'Calling', waited: 'waited', reply: 'Your reply', send: 'Send', call: 'Call', customer: 'Card', notes: 'Notes in the helpdesk', noNotes: 'No notes.', refresh: 'Refresh', sent: 'Sent',
  keypad: 'Keypad', scan: 'Scan or type', phone: 'Telephone', loyalty: 'Card', order: 'Order', name: 'Name', find: 'Find customer', clear: 'Clear', erase: 'Erase one digit', sale: 'Sale', total: 'Total', pay: 'Pay', empty: 'No items.', add: 'Add', paid: 'Paid. Next customer.', noCustomer: 'No customer', next: 'Next customer', products: 'Items', remove: 'Remove', searchBy: 'Search by',
  intro: 'A made-up shop, ten thousand made-up customers and seven systems that are really asked. Each person here shows one thing.', tryIn: 'Try in', sample: 'How they come in', expect: 'What should come out', identified: 'recognised', possible: 'perhaps', several: 'choose one', nobody: 'nobody', why: 'Why',
}
const pt: Record<Key, string> = {
  index: 'Pessoas que vale a pena experimentar', helpdesk: 'Centro de ajuda', pos: 'Caixa', bare: 'Página mínima', role: 'Função', language: 'Idioma', theme: 'Tema', auto: 'automático', light: 'claro', dark: 'escuro', systems: 'Sistemas de exemplo', strip: 'Comandos da demonstração',
  adviser: 'consultor', store: 'loja', claims: 'reclamações', admin: 'administração', night: 'noite', ok: 'bem', slow: 'lento', down: 'em baixo', garbage: 'diz lixo', truncate: 'corta-se', hang: 'não responde', limited: 'limita', error: 'erro 500', noControl: 'Os comandos não respondem.',
  inbox: 'Caixa de entrada', conversation: 'Conversa', open: 'Abertas', none: 'Escolha uma conversa da caixa de entrada.', close: 'Fechar', incoming: 'Chamada recebida', from: 'Número que liga', answer: 'Atender', reject: 'Rejeitar', calling: 'Liga', waited: 'espera', reply: 'A sua resposta', send: 'Enviar', call: 'Chamada', customer: 'Ficha', notes: 'Notas no Suporte', noNotes: 'Sem notas.', refresh: 'Atualizar', sent: 'Enviado',
  keypad: 'Teclado', scan: 'Leia ou escreva', phone: 'Telefone', loyalty: 'Cartão', order: 'Encomenda', name: 'Nome', find: 'Procurar cliente', clear: 'Limpar', erase: 'Apagar um algarismo', sale: 'Venda', total: 'Total', pay: 'Cobrar', empty: 'Sem artigos.', add: 'Juntar', paid: 'Cobrado. Cliente seguinte.', noCustomer: 'Sem cliente', next: 'Cliente seguinte', products: 'Artigos', remove: 'Retirar', searchBy: 'Procurar por',
  intro: 'Uma loja inventada, dez mil clientes inventados e sete sistemas que são mesmo perguntados. Cada pessoa mostra uma coisa.', tryIn: 'Experimentar em', sample: 'Como chega', expect: 'O que deve sair', identified: 'reconhece-se', possible: 'talvez seja', several: 'é preciso escolher', nobody: 'ninguém', why: 'Porquê',
}
const all = { es, en, pt }
export type Words = (key: Key) => string
export const wordsIn = (lang: Language): Words => (key) => all[lang][key]
export const isWord = (key: string): key is Key => Object.hasOwn(es, key)
