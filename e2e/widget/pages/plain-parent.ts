import Postmate from 'postmate'

Object.assign(window, { Postmate })
