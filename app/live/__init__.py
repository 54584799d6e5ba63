"""A class: one question for many phones, and what they think. The only thing here that an address alone does
not decide; what the server holds of it is a copy, which the teacher's page and the phones can send again.
"""
