"""Money that partners transfer (10.6.3.2-10.6.3.4): the dedicated account, payers, agreements about other payers, claims of remittances."""
