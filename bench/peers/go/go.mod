module kedge.example/peers

go 1.21
