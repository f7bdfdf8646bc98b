using RouteGen.IO;

namespace Runtime.Tests.IO;

[Collection("IO")]
public class IoBackendsTests
{
    private const string Switch = "RouteGen.Sockets.IsSupported";

    [Theory]
    [InlineData("sockets", true)]
    [InlineData("sockets", false)]
    [InlineData(null, false)]
    public void Sockets_serve_where_they_are_asked_for_and_where_there_is_no_epoll(string? wanted, bool isLinux) =>
        Assert.IsType<SocketBackend>(IoBackends.Choose(wanted, isLinux));

    [Theory]
    [InlineData("kqueue", true)]
    [InlineData("epoll", false)]
    public void A_back_end_that_does_not_exist_is_refused_by_name(string wanted, bool isLinux) =>
        Assert.Contains(
            wanted == "epoll" ? "Linux" : "ROUTEGEN_IO",
            Assert.Throws<InvalidOperationException>(() => IoBackends.Choose(wanted, isLinux)).Message);

    [Fact]
    public void Sockets_that_were_trimmed_away_are_refused_clearly()
    {
        Assert.True(IoBackends.AreSocketsSupported);
        AppContext.SetSwitch(Switch, false);
        try
        {
            var error = Assert.Throws<InvalidOperationException>(() => IoBackends.Choose("sockets", isLinux: true));
            Assert.Contains("RouteGenSockets=false", error.Message);
        }
        finally
        {
            AppContext.SetSwitch(Switch, true);
        }
    }

    [Fact]
    public void The_default_is_chosen_once() => Assert.Same(IoBackends.Default, IoBackends.Default);
}
