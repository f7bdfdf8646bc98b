extern alias Generators;

using Generators::RouteGen.Generators.Finding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Tests;

/// <summary>A body is searched for nodes only if its text does not rule them out, however its names are written.</summary>
public sealed class BodyTextTests
{
    [Theory]
    [InlineData("{ w.Write(\"x\"u8); }", false, false)]
    [InlineData("=> w.Write(rr + _r + r_ + r9);", false, false)]
    [InlineData("=> w.Write(r.Path);", true, false)]
    [InlineData("=> w.Write($\"{r}\");", true, false)]
    [InlineData("=> w.Write(@r);", true, false)]
    [InlineData("=> w.Write(\\u0072);", true, true)]
    [InlineData("=> w.Write(r\u200C);", true, true)]
    [InlineData("=> w.Write(\"é\");", true, true)]
    [InlineData("{ Http.HandleFunc(\"/x\", f); }", false, true)]
    [InlineData("{ mux.Handle(\"/x\", f); }", false, true)]
    [InlineData("{ Http.Handle\\u0046unc(\"/x\", f); }", true, true)]
    [InlineData("{ [Get(\"/x\")] void F() { } }", false, true)]
    public void Rules_out_only_what_the_nodes_do_not_have(string body, bool mayName, bool mayRegister)
    {
        var tree = CSharpSyntaxTree.ParseText("class C { void M(ResponseWriter w, Request r) " + body + " }");
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        var text = BodyText.Of(method.Body ?? (SyntaxNode)method.ExpressionBody!);

        Assert.Equal((mayName, mayRegister), (text.MayContain("r"), text.MayRegister()));
    }

    [Fact]
    public void A_name_outside_ASCII_is_never_ruled_out()
    {
        var tree = CSharpSyntaxTree.ParseText("class C { void M(ResponseWriter w, Request é) => w.Write(é.Path); }");
        Assert.True(BodyText.Of(tree.GetRoot().DescendantNodes().OfType<ArrowExpressionClauseSyntax>().Single()).MayContain("é"));
    }
}
