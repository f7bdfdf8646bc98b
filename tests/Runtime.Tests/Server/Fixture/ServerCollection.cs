namespace Runtime.Tests.Serving;

/// <summary>
/// Tests of a running server run one after another and beside no others: they count the process's sockets, and a test that holds a
/// reactor's thread would keep its neighbours waiting.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServerCollection
{
    internal const string Name = "server";
}
