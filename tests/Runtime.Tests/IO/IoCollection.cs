namespace Runtime.Tests.IO;

/// <summary>Tests that count descriptors or measure waits: nothing else runs meanwhile.</summary>
[CollectionDefinition("IO", DisableParallelization = true)]
public class IoCollection;
