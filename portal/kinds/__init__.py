"""What a document may say: one small form a kind, which checks files and draws the admin screen. No queries here."""
