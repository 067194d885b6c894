"""Fine-tuning of checkpoints that look at pixels (Table Transformer, DETR, RT-DETR and relatives) with their own loss."""
