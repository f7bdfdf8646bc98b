using RouteGen.IO;

namespace Runtime.Tests.IO;

public class EpollConnTests : ConnContractTests
{
    private protected override IoBackend Backend => EpollBackend.Instance;
}
