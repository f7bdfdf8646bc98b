// The cost of a table grows in proportion to its routes: by command with every exponent printed, which is then held below 1.2,
//
//     ROUTEGEN_COST=all dotnet test tests/Generators.Tests --filter FullyQualifiedName~PlanCost --logger "console;verbosity=detailed"
//
// and in every run in short, where only what is plainly superlinear three times fails: a machine may be shared.
using System.Globalization;
using System.Text;
using Runtime.Tests.Cost;
using Xunit.Abstractions;

namespace RouteGen.Tests;

/// <summary>Tests that measure run beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PlanCostCollection
{
    internal const string Name = "plan cost";
}

[Collection(PlanCostCollection.Name)]
public sealed class PlanCostTests(ITestOutputHelper output)
{
    private const double ExponentMax = 1.2;
    private const double ShortExponentMax = 1.5;

    public static TheoryData<string> Names() => new(PlanCostTable.Rows.Select(static row => row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Cost_grows_in_proportion_to_the_routes(string name)
    {
        if (IsLong) return;
        var row = PlanCostTable.Rows.Single(row => row.Name == name);
        var exponents = new List<double>();
        for (var repeat = 0; repeat < 3 && exponents.TrueForAll(static exponent => exponent > ShortExponentMax); repeat++)
            exponents.Add(CostMeter.Measure(row, rounds: 2, collects: false).Exponent);
        Assert.True(exponents[^1] <= ShortExponentMax, $"{name} grows as n^{string.Join(", n^", exponents.Select(Text))}");
    }

    [Fact]
    public void Every_exponent_is_below_1_2_when_all_are_asked_for()
    {
        if (!IsLong) return;
        var table = new StringBuilder("exponent  us per route at 8n        n  routes\n");
        var failed = new List<string>();
        foreach (var row in PlanCostTable.Rows)
        {
            var result = CostMeter.Measure(row, rounds: 5, collects: false);
            for (var repeat = 0; repeat < 2 && result.Exponent >= ExponentMax; repeat++)
            {
                var again = CostMeter.Measure(row, rounds: 5, collects: false);
                if (again.Exponent < result.Exponent) result = again;
            }

            table.Append(
                CultureInfo.InvariantCulture,
                $"{result.Exponent,8:F2}  {result.NanosecondsPerUnit / 1e3,18:F2} {row.Size,8}  {row.Name}\n");
            if (result.Exponent >= ExponentMax) failed.Add($"{Text(result.Exponent)} {row.Name}");
        }

        output.WriteLine(table.ToString());
        Assert.Equal([], failed);
    }

    private static bool IsLong => Environment.GetEnvironmentVariable("ROUTEGEN_COST") == "all";

    private static string Text(double exponent) => exponent.ToString("F2", CultureInfo.InvariantCulture);
}
