using RouteGen.IO;

namespace Runtime.Tests.IO;

public class SocketConnTests : ConnContractTests
{
    private static readonly SocketBackend s_backend = new();

    private protected override IoBackend Backend => s_backend;
}
