using System.Reflection;
using System.Text.RegularExpressions;
using RouteGen;
using Runtime.Tests.House;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Limits;

/// <summary>One below, at, and one above each limit; and none that is a setting without a row.</summary>
[Collection(ServerCollection.Name)]
public sealed class LimitTableTests
{
    /// <summary>Settings that no row goes up to: those of time. Each has a test, or a reason why it is no limit.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["Client.Timeout"] = "FakeConnTests.A_total_limit_covers_the_body",
        ["ReverseProxy.FlushInterval"] = "no limit",
        ["Server.DrainDelay"] = "RunTests.A_server_that_is_told_to_leave_is_not_ready_and_goes_on_serving_for_the_delay",
        ["Server.DrainTimeout"] = "RunTests.When_the_time_for_the_shutdown_is_over_connections_are_cut_and_the_log_says_so",
        ["Server.IdleTimeout"] = "TimeLimitTests.An_idle_connection_is_closed_without_an_answer",
        ["Server.MinBodyRate"] = "SlowPeerTests.Senders_of_a_body_below_the_least_rate_are_cut_off",
        ["Server.ReadHeaderTimeout"] = "TimeLimitTests.A_head_that_takes_too_long_closes_the_connection_without_an_answer",
        ["Server.ReadTimeout"] = "RequestLimitTests.A_body_must_have_been_read_within_the_read_limit_however_it_drips",
        ["Server.ShutdownIdleGrace"] = "ShutdownTests.An_idle_connection_that_has_served_is_closed_after_the_grace",
        ["Server.WriteTimeout"] = "RequestLimitTests.An_answer_after_the_write_limit_is_not_sent",
        ["Transport.DialTimeout"] = "DialTests.A_dial_that_takes_too_long_is_a_timeout_and_not_a_cancellation",
        ["Transport.ExpectContinueTimeout"] = "LoopbackTests.A_server_that_does_not_know_the_expectation_gets_the_body_all_the_same",
        ["Transport.FallbackDelay"] = "no limit",
        ["Transport.IdleConnTimeout"] = "FakeConnTests.Idle_time_is_bounded_by_a_deadline_and_by_the_wall_clock",
        ["Transport.MaxConnLifetime"] = "FakeConnTests.A_connection_is_not_used_beyond_its_lifetime",
        ["Transport.ResponseHeaderTimeout"] = "FakeConnTests.Response_header_timeout_counts_from_the_written_request",
        ["Transport.TlsHandshakeTimeout"] = "TlsClientTests.A_silent_server_is_given_up_at_the_limit_and_a_cancelled_request_at_once",
    };

    public static TheoryData<string, string> Rows()
    {
        var data = new TheoryData<string, string>();
        foreach (var backend in OperatingSystem.IsLinux() ? ["epoll", "sockets"] : (string[])["sockets"])
            foreach (var (name, _) in LimitTable.Rows(backend)) data.Add(name, backend);
        return data;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_limit_accepts_what_is_below_it_and_at_it_and_refuses_what_is_above(string name, string backend)
    {
        var row = LimitTable.Rows(backend).First(row => row.Key == name).Value;
        Assert.True(await row.IsAccepted(row.Limit - 1), "one below");
        Assert.True(await row.IsAccepted(row.Limit), "at the limit");
        Assert.False(await row.IsAccepted(row.Limit + 1), "one above");
    }

    [Fact]
    public void A_setting_that_is_a_limit_has_a_row_or_a_test()
    {
        var rows = LimitTable.Rows("sockets").Select(static row => row.Key.Split(',')[0]).ToHashSet();
        Type[] types = [typeof(Server), typeof(Transport), typeof(RouteGen.Client), typeof(CookieJar), typeof(ReverseProxy)];
        var settings = types.SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(static property => property.CanWrite && IsNumber(property.PropertyType))
            .Select(static property => $"{property.DeclaringType!.Name}.{property.Name}").ToList();
        Assert.Equal([], settings.Where(setting => !rows.Contains(setting) && !s_elsewhere.ContainsKey(setting)).Order());
        Assert.Equal([], s_elsewhere.Keys.Where(setting => !settings.Contains(setting)).Order());
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = Repository.Files("tests/Runtime.Tests", ".cs").Select(Repository.Read).ToArray();
        Assert.Equal([], s_elsewhere.Values.Where(text => Regex.Match(text, @"^(\w+Tests)\.(\w+)$") is { Success: true } match
            && !sources.Any(
                source => Regex.IsMatch(source, $@"class {match.Groups[1]}\b") && Regex.IsMatch(source, $@" {match.Groups[2]}\("))));
    }

    private static bool IsNumber(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(TimeSpan) || type == typeof(TimeSpan?);
}
